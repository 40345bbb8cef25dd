package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"noddfa/data"
)

func membersVerb(set *flag.FlagSet) func(context.Context, console, []string) error {
	var a access
	a.add(set)
	name := set.String("name", "", "the member's `NAME`")
	role := set.String("role", "", "volunteer, caseworker or manager")
	passphrase := set.String("new-passphrase-file", "", "read the member's own passphrase from `FILE`")
	ask := set.String("ask", "", "`yes`: ask for the computer besides the passphrase; no: for the passphrase alone; neither: say which it is")
	asJSON := set.Bool("json", false, "print the list as JSON")
	return func(ctx context.Context, c console, words []string) error {
		if len(words) != 1 {
			return usageError{c.tr.T("ctl.members-usage")}
		}
		needs := map[string][]string{"list": {}, "add": {"name", "role", "new-passphrase-file"}, "role": {"name", "role"}, "remove": {"name"}, "reset": {"name", "new-passphrase-file"}, "computers": {}, "invite": {"name"}, "withdraw": {"name"}}
		flags, ok := needs[words[0]]
		if !ok {
			return usageError{c.tr.T("ctl.members-usage")}
		}
		for _, f := range flags {
			if set.Lookup(f).Value.String() == "" {
				return usageError{c.tr.T("ctl.needs", map[string]any{"Flag": "--" + f})}
			}
		}
		switch data.Role(*role) {
		case "", data.Volunteer, data.Caseworker, data.Manager:
		default:
			return usageError{c.tr.T("ctl.role")}
		}
		switch *ask {
		case "", "yes", "no":
		default:
			return usageError{c.tr.T("ctl.members-usage")}
		}
		fresh := ""
		if *passphrase != "" {
			text, err := os.ReadFile(*passphrase)
			if err != nil {
				return fmt.Errorf("reading the new passphrase: %w", err)
			}
			fresh = withoutLineEnd(text)
		}
		v, err := a.unlock(ctx, c)
		if err != nil {
			return err
		}
		switch words[0] {
		case "list":
			err = listMembers(c, v, *asJSON)
		case "add":
			_, err = v.AddMember(ctx, *name, data.Role(*role), fresh)
		case "role":
			err = v.ChangeRole(ctx, *name, data.Role(*role))
		case "remove":
			err = removeMember(ctx, c, v, *name)
		case "reset":
			err = v.ResetMember(ctx, *name, fresh)
		case "computers":
			err = computers(ctx, c, v, *ask, *asJSON)
		case "invite":
			err = inviteComputer(ctx, c, v, *name)
		case "withdraw":
			err = v.WithdrawInvitation(ctx, *name)
		}
		if err == nil && fresh != "" {
			warnOfWeak(c, fresh, *name)
		}
		return a.finish(c, v, err)
	}
}

// removeMember asks nothing, since scripts call it, and says on standard error what
// the window says before: what ends, what goes with whoever is removed, and what is
// to be done next.
func removeMember(ctx context.Context, c console, v *data.Vault, name string) error {
	m, known := v.MemberByName(name)
	var left data.Leaving
	if known {
		shown := &progress{to: c.err}
		left, _ = v.Leaving(data.WithProgress(ctx, shown.show), m.ID) // who may not look may not remove
		shown.end()
	}
	if err := v.RemoveMember(ctx, name); err != nil {
		return err
	}
	say := func(sentence string) { fmt.Fprintln(c.err, "noddfactl: "+sentence) }
	args := map[string]any{"Name": m.Name}
	say(c.tr.T("ctl.removed", args))
	if left.Unsaved > 0 {
		say(c.tr.N("ctl.removed-unsaved", left.Unsaved))
	}
	if n := left.Restricted(); n > 0 {
		say(c.tr.N("ctl.removed-restricted", n))
	}
	if n := v.LeftBehind()[m.ID]; n > 0 {
		say(c.tr.N("leaving.team", n, args) + " " + c.tr.T("ctl.removed-hand", args))
	}
	say(c.tr.T("ctl.removed-copy", args))
	return nil
}

// computers says whether the computer is asked for besides the passphrase, or
// sets it.
func computers(ctx context.Context, c console, v *data.Vault, ask string, asJSON bool) error {
	if ask != "" {
		if err := v.AskForComputers(ctx, ask == "yes"); err != nil {
			return err
		}
	}
	asked := v.Organisation().Computers
	if asJSON {
		return writeJSON(c.out, struct {
			Asked bool `json:"asked"`
		}{asked})
	}
	to, said := c.err, map[bool]string{true: "computer.asked", false: "computer.askedNot"}
	if ask == "" {
		to, said = c.out, map[bool]string{true: "ctl.computers.asked", false: "ctl.computers.not-asked"}
	}
	_, err := fmt.Fprintln(to, c.tr.T(said[asked]))
	return err
}

// inviteComputer prints the code of an invitation; it is kept nowhere.
func inviteComputer(ctx context.Context, c console, v *data.Vault, name string) error {
	invitation, err := v.InviteComputer(ctx, name)
	if err != nil {
		return err
	}
	fmt.Fprintln(c.err, c.tr.T("computer.invite.lead", map[string]any{"Until": c.tr.DateTime(invitation.Until.Local())}))
	_, err = fmt.Fprintln(c.out, strings.Join(invitation.Groups, "-"))
	return err
}

// listMembers prints who can unlock the records, and who could. The recovery
// kit is nobody.
func listMembers(c console, v *data.Vault, asJSON bool) error {
	type row struct {
		Name   string    `json:"name"`
		Role   data.Role `json:"role"`
		Active bool      `json:"active"`
	}
	rows := []row{}
	for _, m := range v.Members() {
		if !m.Kit {
			rows = append(rows, row{m.Name, m.Role, m.Active})
		}
	}
	if asJSON {
		return writeJSON(c.out, rows)
	}
	table := tabwriter.NewWriter(c.out, 0, 8, 2, ' ', 0)
	for _, r := range rows {
		left := ""
		if !r.Active {
			left = c.tr.T("ctl.left")
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", r.Name, c.tr.T("role."+string(r.Role)), left)
	}
	return table.Flush()
}

func auditVerb(set *flag.FlagSet) func(context.Context, console, []string) error {
	var a access
	a.add(set)
	asJSON := set.Bool("json", false, "print the trail as JSON")
	return func(ctx context.Context, c console, _ []string) error {
		v, err := a.unlock(ctx, c)
		if err != nil {
			return err
		}
		shown := &progress{to: c.err}
		lines, err := v.Audit(data.WithProgress(ctx, shown.show))
		shown.end()
		switch {
		case err != nil:
		case *asJSON:
			if lines == nil {
				lines = []data.AuditLine{}
			}
			err = writeJSON(c.out, lines)
		default:
			table := tabwriter.NewWriter(c.out, 0, 8, 2, ' ', 0)
			for _, l := range lines {
				if at, ok := l.Moment(); ok {
					l.Detail = at.Local().Format(time.DateTime)
				}
				if r, ok := v.RequestLine(l.Request); ok {
					l.Subject = r.Called(c.tr)
				}
				fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", l.At.Local().Format(time.DateTime), l.By, c.tr.T("audit."+string(l.Action)), strings.TrimSpace(l.Subject+" "+l.Detail))
			}
			err = table.Flush()
		}
		return a.finish(c, v, err)
	}
}

func recoverVerb(set *flag.FlagSet) func(context.Context, console, []string) error {
	var a access
	set.StringVar(&a.vault, "vault", "", "the records `FILE`, NAME"+data.Extension)
	codeFile := set.String("kit-code-file", "", "read the recovery kit's code from `FILE`")
	name := set.String("name", "", "the `NAME` of who is to be let in again; a new manager if nobody has it")
	passphrase := set.String("new-passphrase-file", "", "read their new passphrase from `FILE`")
	var left, named []string
	addList(set, &left, "left", "the `NAME` of a member who has gone and is removed; again for more")
	addList(set, &named, "restrict-to", "the `NAME` of who opens, beside who is let in, the restricted cases whose members have all --left; again for more")
	kitFile := set.String("recovery-kit", "", "write the new recovery kit to `FILE.pdf` instead of printing its code; never in the folder of the records")
	return func(ctx context.Context, c console, _ []string) error {
		for _, needed := range []struct{ flag, value string }{{"--vault", a.vault}, {"--kit-code-file", *codeFile}, {"--name", *name}, {"--new-passphrase-file", *passphrase}} {
			if needed.value == "" {
				return usageError{c.tr.T("ctl.needs", map[string]any{"Flag": needed.flag})}
			}
		}
		if err := data.Judge(a.vault); err != nil {
			return a.closed(err)
		}
		if *kitFile != "" {
			if _, err := os.Lstat(*kitFile); err == nil {
				return &data.Error{Code: data.CodeExists, Doing: "recovering"}
			}
		}
		code, err := os.ReadFile(*codeFile)
		if err != nil {
			return fmt.Errorf("reading the code: %w", err)
		}
		fresh, err := os.ReadFile(*passphrase)
		if err != nil {
			return fmt.Errorf("reading the new passphrase: %w", err)
		}
		// What is no code at all would be taken for a passphrase.
		if group, wrong := data.WrongCodeGroup(withoutLineEnd(code)); wrong {
			return &data.Error{Code: data.CodeKitTyped, Doing: "reading the code", Args: map[string]any{"Group": group}}
		}
		v, err := data.Unlock(ctx, a.vault, data.Credentials{Passphrase: withoutLineEnd(code)})
		if err != nil {
			return a.closed(err)
		}
		asked, given := false, false
		_, err = v.Recover(ctx, data.Recovery{Name: *name, Passphrase: withoutLineEnd(fresh), Left: left, Named: named}, func(kit data.Kit) error {
			asked = true
			err := giveKit(c, v, kit, *kitFile)
			given = err == nil
			return err
		})
		switch {
		case err == nil:
			warnOfWeak(c, withoutLineEnd(fresh), *name)
			fmt.Fprintln(c.err, c.tr.T("ctl.recovered", map[string]any{"Name": *name}))
			sayClosedTo(c, v, *name)
		case asked:
			if given && *kitFile != "" {
				os.Remove(*kitFile) // its code opens nothing
			}
			fmt.Fprintln(c.err, "noddfactl: "+c.tr.T("ctl.kit-kept", map[string]any{"Name": *name}))
		}
		return a.finish(c, v, err)
	}
}

// sayClosedTo says which restricted cases whoever was let in does not open, by
// those who do, and how others are named once they have all gone.
func sayClosedTo(c console, v *data.Vault, name string) {
	var closed []string
	for _, one := range v.KitCases() {
		var names []string
		for _, m := range one.Named {
			names = append(names, m.Name)
		}
		if slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, strings.TrimSpace(name)) }) {
			continue
		}
		if len(names) == 0 {
			names = []string{c.tr.T("ctl.nobody")}
		}
		slices.Sort(names)
		closed = append(closed, "  "+strings.Join(names, ", "))
	}
	if len(closed) > 0 {
		fmt.Fprintln(c.err, c.tr.N("ctl.recovered.closed", len(closed), map[string]any{"Name": name})+"\n"+strings.Join(closed, "\n")+"\n"+c.tr.T("ctl.recovered.how"))
	}
}
