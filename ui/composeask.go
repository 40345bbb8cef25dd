package ui

import (
	"context"
	"slices"
	"strings"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// askManager asks a manager to approve the letter as it stands.
func (s *composeScreen) askManager() {
	words := ""
	f := &form{words: s.words, now: s.vault.Now()}
	f.area("asked.words", 3, &words)
	lead := s.t("compose.approval.lead", map[string]any{"Managers": s.managers()})
	s.ask(question{title: s.t("compose.approval.ask"), lead: lead, content: f, kept: "compose.approval.ask:" + s.id.String(), accept: s.t("compose.approval.ask"), do: func(done func(error)) {
		f.flush()
		s.keeper.touch() // kept until it is issued: it may come back
		s.keeper.flush()
		choices := copyJSON(s.choices)
		Go(s.shell.Runner(), "", func(ctx context.Context) (data.ID, error) {
			e, err := s.vault.AskForApproval(ctx, s.id, choices, words)
			return e.ID, err
		}, func(asked data.ID, err error) {
			done(err)
			if err == nil {
				s.shell.Go(Route{Screen: screenAsked, ID: asked.String()})
			}
		})
	}})
}

// managers are the names of who may approve.
func (s *composeScreen) managers() string {
	var names []string
	for _, m := range s.approvers() {
		names = append(names, m.Name)
	}
	return strings.Join(names, ", ")
}

func (s *composeScreen) approvers() []data.Member {
	return slices.DeleteFunc(s.vault.Approvers(s.id), func(m data.Member) bool { return m.ID == s.vault.Me().ID })
}

// approvedByPhone writes down which manager approved the letter by phone, and when. They confirm it themselves.
func (s *composeScreen) approvedByPhone() {
	managers := s.approvers()
	if len(managers) == 0 {
		s.say(s.t("compose.phoned.none"), theme.WarmInk)
		return
	}
	var options []widget.Option
	for _, m := range managers {
		options = append(options, widget.Option{ID: m.ID.String(), Label: m.Name})
	}
	chosen, at := options[0].ID, s.vault.Now()
	f := &form{words: s.words, now: s.vault.Now(), strict: true}
	formSelect(f, "compose.phoned.who", &chosen, options)
	f.justWhen("compose.phoned.at", &at)
	s.ask(question{title: s.t("compose.phoned"), lead: s.t("compose.phoned.lead"), content: f, kept: "compose.phoned:" + s.id.String(), accept: s.t("common.save"), do: func(done func(error)) {
		phone := &data.PhoneApproval{At: at}
		if err := phone.Manager.UnmarshalText([]byte(chosen)); err != nil {
			done(err)
			return
		}
		s.choices.Phone = phone
		done(nil)
		s.changed()
	}})
}

// approvalWords say who approved the letter, or that it leaves before; "" where nobody has to.
func (s *composeScreen) approvalWords(l data.Letter) string {
	switch a := l.Approver; {
	case a == nil:
		return ""
	case a.ByPhone:
		return s.t("compose.phoned.by", map[string]any{"Name": a.Name, "Time": momentWords(s.words, a.On)})
	case a.Name == "":
		return s.t("compose.approval.urgent")
	case a.Name == l.Author.Name:
		return s.t("compose.approval.own")
	}
	return ""
}

// approvalBand says above the form how the letter stands with the managers; nil where none is needed.
func (s *composeScreen) approvalBand(d drawn) *widget.Band {
	phoned := widget.Link(s.t("compose.phoned"), s.approvedByPhone)
	if needsApproval(d.missing) {
		return widget.NewBand(widget.BandOptions{Text: s.t("compose.approval.needed"), Icon: "letters", Kind: widget.BandWarm, Actions: []*widget.Button{phoned}})
	}
	band := widget.BandOptions{Text: s.approvalWords(d.letter), Icon: "letters", Kind: widget.BandInfo}
	switch a := d.letter.Approver; {
	case band.Text == "":
		return nil
	case a.ByPhone:
		band.Icon = "phone"
		band.Actions = []*widget.Button{widget.Link(s.t("common.remove"), func() { s.choices.Phone = nil; s.changed() })}
	case a.Name == "":
		band.Icon, band.Actions = "warning", []*widget.Button{phoned}
	}
	return widget.NewBand(band)
}

// waitingBand leads to the letter of this case that waits already; nil if none does.
func (s *composeScreen) waitingBand() *widget.Band {
	for _, l := range s.vault.Asked() {
		if l.Case == s.id {
			return widget.NewBand(widget.BandOptions{Text: s.t("asked.state." + string(l.State)), Icon: "letters", Kind: widget.BandInfo, Actions: []*widget.Button{
				widget.Link(s.t("common.open"), func() { s.shell.Go(Route{Screen: screenAsked, ID: l.ID.String()}) }),
			}})
		}
	}
	return nil
}

func needsApproval(missing []data.Missing) bool {
	return slices.ContainsFunc(missing, func(m data.Missing) bool { return m.Blocks && m.Code == "approval" })
}

// onlyApproval reports whether nothing but a manager's approval is missing.
func onlyApproval(missing []data.Missing) bool {
	return needsApproval(missing) && !slices.ContainsFunc(missing, func(m data.Missing) bool { return m.Blocks && m.Code != "approval" })
}
