package ui

import (
	"context"

	"noddfa/data"
	"noddfa/pdf"
)

// savePDF saves the plan for the person it is for: its reference, no name, and a word of care about who may read it.
func (p *planPage) savePDF(e data.Entry[data.Plan]) { p.askWhere(p.outgoing(e)) }

// printPlan prints the same.
func (p *planPage) printPlan(e data.Entry[data.Plan]) {
	p.print(p.outgoing(e), func(ctx context.Context, printer, hash string) error {
		return p.vault.RecordPrinted(ctx, p.id, e.ID, printer, hash, data.DetailPlan)
	})
}

func (p *planPage) outgoing(e data.Entry[data.Plan]) outgoing {
	reference, plan := p.file.Case.Value.Reference, copyJSON(e.Value)
	language := string(plan.Language)
	if language == "" {
		language = p.words.Code()
	}
	return outgoing{
		name: reference + " " + p.t("case.plan.file"), words: "case.plan.leave",
		paper: paper{doc: func(context.Context) (*pdf.Document, error) {
			doc, _, err := pdf.ComposePlan(plan, reference, p.vault.Organisation().Sender(), language)
			return doc, err
		}},
		record: func(ctx context.Context, path, hash string) error {
			return p.vault.RecordSaved(ctx, p.id, e.ID, path, hash)
		},
		saved: func(sentence string) { p.said = sentence; p.Refresh() },
	}
}
