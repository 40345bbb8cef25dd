package ui

import (
	"context"
	"slices"

	"noddfa/data"
)

// A manager erases a case that no rule calls due, or one version of one of its records.

// underHold says that a case is under a legal hold, and reports whether it is: nothing of it goes.
func (p *historyPage) underHold() bool {
	h, stands := p.file.Hold(p.vault.Now())
	if stands {
		p.tell(p.holdWords(h))
	}
	return stands
}

func (p *historyPage) eraseCase() {
	if p.underHold() {
		return
	}
	p.askGoing(going{
		record: p.id, kept: "erase.case", title: p.t("erase.case"), lead: p.t("erase.case.lead"), word: p.file.Line.Reference,
		action: data.RetainErase, figures: p.file.Line.Figures.IsZero(), gone: p.wentAway,
	})
}

// wentAway shows what is left of the case, or all others.
func (p *historyPage) wentAway() {
	if _, left := p.vault.CaseLine(p.id); left {
		p.Refresh()
		return
	}
	p.shell.Go(Route{Screen: ScreenCases})
}

// eraseVersion asks about one version, and says first which one it is.
func (p *historyPage) eraseVersion(record, version data.ID) {
	if p.underHold() {
		return
	}
	Go(p.shell.Runner(), "", func(ctx context.Context) ([]versionLine, error) { return p.read(ctx, p.file, false) }, func(lines []versionLine, err error) {
		at := slices.IndexFunc(lines, func(l versionLine) bool { return l.record == record && l.version == version })
		switch {
		case err != nil:
			p.tell(data.Sentence(p.words, err))
		case at >= 0:
			p.askGoing(going{
				record: record, version: version, kept: "erase.version", title: p.t("erase.version"), word: p.file.Line.Reference,
				lead: sentence(dots(p.nameOfVersion(lines[at]), momentWords(p.words, lines[at].written), lines[at].by)) + "\n" + p.t("erase.version.lead"), gone: p.Refresh,
			})
		}
	})
}
