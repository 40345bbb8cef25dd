package ui

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"noddfa/assets"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// fileChooser is a dialog that goes through the folders of this computer. Fyne's own keeps the folder that was looked
// at last on the disk; this one keeps nothing.
type fileChooser struct {
	words  *assets.Translator
	runner *Runner
	ending []string // of the files that can be chosen; none: a folder is chosen
	chosen func(path string)
	folder string
	// folders are the rows that lead into one.
	folders map[string]bool
	where   *widget.Text
	list    *widget.List
	dialog  *widget.Dialog
}

// anyFile is an ending that all files have.
const anyFile = "*"

const folderIcon = "cases"

// upRow is the row that leads to the folder above.
const upRow = ".."

// chooseFile lets a person choose a file with one of the endings, or a folder where there are none. It begins where
// from is, else in the folder for documents.
func chooseFile(c fyne.Canvas, words *assets.Translator, runner *Runner, from, home string, ending []string, chosen func(path string)) {
	f := &fileChooser{words: words, runner: runner, ending: ending, chosen: chosen, where: widget.Muted("")}
	f.list = widget.NewList(widget.ListOptions{Name: words.T("file.choose.title"), Single: true, Open: f.open})
	title, do := "file.choose.title", "file.choose.do"
	if len(ending) == 0 {
		title, do = "file.choose.folder", "file.choose.folder.do"
	}
	f.dialog = widget.ShowDialog(c, widget.DialogOptions{
		Title: words.T(title), Do: words.T(do), Cancel: words.T("common.cancel"), First: f.list, Done: f.done,
		Content: widget.Stack(theme.Space12, f.places(home), f.where, container.New(listHeight{}, f.list)),
	})
	f.show(startFolder(from, home))
}

// startFolder is the folder of a path as far as it is there.
func startFolder(path, home string) string {
	for path != "" && filepath.IsAbs(path) {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			return path
		}
		if filepath.Dir(path) == path {
			break
		}
		path = filepath.Dir(path)
	}
	return documents(home)
}

// places leads to where people keep things: their own folders, and sticks.
func (f *fileChooser) places(home string) fyne.CanvasObject {
	folders := []string{home}
	if d := documents(home); d != home {
		folders = append(folders, d)
	}
	row := widget.Row(theme.Space8)
	for _, folder := range append(folders, sticks()...) {
		name := filepath.Base(folder)
		if folder == home {
			name = f.words.T("file.choose.home")
		}
		row.Add(widget.Secondary(name, func() { f.show(folder) }))
	}
	return row
}

// sticks are the memory sticks and other disks that are plugged in.
func sticks() []string {
	var found []string
	for _, pattern := range []string{"/media/*/*", "/run/media/*/*", "/Volumes/*"} {
		more, _ := filepath.Glob(pattern)
		found = append(found, more...)
	}
	return found
}

// show reads a folder, off the window's goroutine: a stick can be slow.
func (f *fileChooser) show(folder string) {
	f.folder = folder
	f.where.Set(folder)
	settle(f.where)
	Go(f.runner, "folder", func(context.Context) ([]widget.Item, error) {
		entries, err := os.ReadDir(folder)
		return f.rows(folder, entries), err
	}, func(rows []widget.Item, err error) {
		if f.folder != folder {
			return
		}
		if err != nil {
			f.where.Set(f.words.T("file.choose.cannot", map[string]any{"Folder": folder}))
			settle(f.where)
		}
		f.folders = map[string]bool{}
		for _, r := range rows {
			f.folders[r.ID] = r.Icon == folderIcon
		}
		f.list.SetItems(widget.ItemSlice(rows))
		if len(rows) > 0 {
			f.list.Set(rows[0].ID)
		}
	})
}

// rows are the folder above, the folders, then the files that may be chosen. Hidden ones are left out.
func (f *fileChooser) rows(folder string, entries []os.DirEntry) []widget.Item {
	var folders, files []widget.Item
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		info, err := os.Stat(filepath.Join(folder, e.Name())) // follows links, as opening would
		switch {
		case err != nil:
		case info.IsDir():
			folders = append(folders, widget.Item{ID: e.Name(), Title: e.Name(), Icon: folderIcon})
		case f.fits(e.Name()):
			files = append(files, widget.Item{ID: e.Name(), Title: e.Name(), Icon: "note"})
		}
	}
	for _, list := range [][]widget.Item{folders, files} {
		slices.SortStableFunc(list, func(a, b widget.Item) int { return f.words.Compare(a.Title, b.Title) })
	}
	rows := slices.Concat(folders, files)
	if filepath.Dir(folder) != folder {
		rows = slices.Insert(rows, 0, widget.Item{ID: upRow, Title: f.words.T("file.choose.up"), Icon: "back"})
	}
	return rows
}

func (f *fileChooser) fits(name string) bool {
	return slices.Contains(f.ending, anyFile) || slices.Contains(f.ending, strings.ToLower(filepath.Ext(name)))
}

// open goes into a folder, or takes a file.
func (f *fileChooser) open(id string) {
	switch {
	case id == "":
	case id == upRow:
		f.show(filepath.Dir(f.folder))
	case f.folders[id]:
		f.show(filepath.Join(f.folder, id))
	default:
		f.dialog.Dismiss()
		f.chosen(filepath.Join(f.folder, id))
	}
}

// done is the filled button: this folder, or the row that is chosen.
func (f *fileChooser) done() bool {
	if len(f.ending) == 0 {
		f.chosen(f.folder)
		return true
	}
	f.open(f.list.Chosen())
	return false
}

// withChooser puts a button beside a field that holds a path.
func withChooser(field fyne.CanvasObject, words *assets.Translator, choose func()) fyne.CanvasObject {
	return widget.Stack(theme.Space8, field, widget.NewButton(widget.ButtonOptions{Label: words.T("file.choose"), Icon: "search", Do: choose}))
}

// listHeight gives the list room for some eight rows.
type listHeight struct{}

func (listHeight) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(200, 8*theme.Size(theme.ControlHeight))
}

func (listHeight) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}
