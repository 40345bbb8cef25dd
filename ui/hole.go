package ui

import (
	"context"
	"path/filepath"

	"noddfa/data"
	"noddfa/ui/widget"
)

// holed says that an entry is missing from the list of colleagues, and what can be
// done.
func (a *app) holed() string {
	said := a.t("doors.holed")
	if a.standing.whole != nil {
		said += " " + a.t("doors.holed.backup", map[string]any{"Time": momentWords(a.words, a.standing.whole.Made)})
	}
	if a.standing.me.Role != data.Manager {
		said += " " + a.t("doors.holed.tell")
	}
	return said
}

// pastHole are the ways on: a backup without the hole, and for a manager a new file
// of what is proved.
func (a *app) pastHole() []*widget.Button {
	key, from, beside := "restore.title", "", ""
	if found := a.standing.whole; found != nil {
		key, from, beside = "restore.beside", found.File, data.RestoreBeside(a.standing.path)
	}
	ways := []*widget.Button{widget.Link(a.t(key), func() { a.restoreInstead(from, beside) })}
	if a.standing.me.Role == data.Manager {
		ways = append(ways, widget.Link(a.t("doors.holed.repair"), a.repairHole))
	}
	return ways
}

// restoreInstead closes the records and offers a backup of them.
func (a *app) restoreInstead(from, to string) {
	a.putAway(false, func([]byte) {
		a.newRunner()
		a.showRestore(from, to)
	}, func(held []byte) { _ = a.relaunch(nil, held) })
}

func (a *app) repairHole() {
	to := data.RepairBeside(a.standing.path)
	lead := a.t("doors.holed.repair.lead", map[string]any{"File": filepath.Base(to)})
	a.desk().ask(question{title: a.t("doors.holed.repair"), lead: lead, accept: a.t("doors.holed.repair"), do: func(done func(error)) {
		Go(a.runner, "", func(ctx context.Context) (int, error) { return a.vault.Repair(ctx, to) }, func(_ int, err error) {
			done(err)
			if err == nil {
				a.desk().tell(a.t("doors.holed.repaired", map[string]any{"File": filepath.Base(to)}))
			}
		})
	}})
}
