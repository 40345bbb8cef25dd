package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// computer is the part of the settings about this computer and its keyring: what
// it does here, and for a manager whether the computer is asked for.
func (s *settingsScreen) computer() fyne.CanvasObject {
	now := s.app.standing
	asked := now.organisation.Computers
	lines := []fyne.CanvasObject{widget.Heading(s.t("computer.title"))}
	what, here := "computer.keyring", ""
	if asked {
		what, here = "computer.keyring.asked", "computer.nothere"
		if now.enrolled {
			here = "computer.here"
		}
	}
	lines = append(lines, widget.Muted(s.t(what)))
	if here != "" {
		lines = append(lines, widget.Body(s.t(here)))
	}
	if now.keyring != "" {
		lines = append(lines, widget.Muted(s.t("computer."+string(now.keyring))))
	}
	if now.me.Role == data.Manager && !now.readOnly {
		key := "computer.ask"
		if asked {
			key = "computer.askNot"
		}
		lines = append(lines, widget.Row(theme.Space8, widget.Secondary(s.t(key), func() { s.askForComputers(key, !asked) })))
	}
	return widget.Stack(theme.Space8, lines...)
}

func (s *settingsScreen) askForComputers(key string, on bool) {
	s.ask(question{title: s.t(key), lead: s.t(key + ".lead"), accept: s.t(key), do: func(done func(error)) {
		Go(s.shell.Runner(), "", func(ctx context.Context) (standing, error) {
			if err := s.vault.AskForComputers(ctx, on); err != nil {
				return standing{}, err
			}
			return standingOf(s.vault, s.words), nil
		}, func(now standing, err error) {
			done(err)
			if err == nil {
				now.lastBackup = s.app.standing.lastBackup
				s.app.standing = now
				s.organisation.Computers = on
				s.build()
			}
		})
	}})
}

// invitations are what a manager can do about a colleague's computers.
func (s *teamScreen) invitations(m data.Member) []*widget.Button {
	if !s.manages() || !s.app.standing.organisation.Computers {
		return nil
	}
	return []*widget.Button{
		widget.Link(s.t("computer.invite"), func() { s.invite(m) }),
		widget.Link(s.t("computer.withdraw"), func() {
			s.change(question{title: s.t("computer.withdraw"), lead: m.Name, accept: s.t("computer.withdraw")}, func(ctx context.Context) error {
				return s.vault.WithdrawInvitation(ctx, m.Name)
			})
		}),
	}
}

// invite makes a code for a further computer and shows it once.
func (s *teamScreen) invite(m data.Member) {
	title := s.t("computer.invite.of", map[string]any{"Name": m.Name})
	s.ask(question{title: title, lead: s.t("computer.invite.makeLead"), accept: s.t("computer.invite.make"), do: func(done func(error)) {
		Go(s.shell.Runner(), "", func(ctx context.Context) (data.Invitation, error) {
			return s.vault.InviteComputer(ctx, m.Name)
		}, func(i data.Invitation, err error) {
			done(err)
			if err != nil {
				return
			}
			s.showCode(title, i)
			s.Refresh()
		})
	}})
}

// showCode shows the code of an invitation this once.
func (s *teamScreen) showCode(title string, i data.Invitation) {
	lead := s.t("computer.invite.lead", map[string]any{"Until": momentWords(s.words, i.Until)})
	f := &form{words: s.words, now: s.vault.Now()}
	f.wide(widget.Columns(100, theme.Space16, codeGroups(s.words, i.Groups)...))
	s.ask(question{title: title, lead: lead, content: f, accept: s.t("common.close"), tells: true, do: func(done func(error)) { done(nil) }})
}
