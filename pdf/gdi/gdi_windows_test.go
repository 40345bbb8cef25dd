package gdi

import (
	"image"
	"image/color"
	"strings"
	"testing"
	"unsafe"

	"noddfa/data"
	"noddfa/pdf"
)

var (
	createCompatibleDC = gdi32.NewProc("CreateCompatibleDC")
	createDIBSection   = gdi32.NewProc("CreateDIBSection")
)

// onPaper draws a page into memory, dots an inch, through the calls that a printer gets.
func onPaper(t *testing.T, d *pdf.Document, page, dpi int) *image.Gray {
	t.Helper()
	wide, high := dpi*2100/254, dpi*2970/254
	dc, _, err := createCompatibleDC.Call(0)
	if dc == 0 {
		t.Fatal(err)
	}
	defer func() { _, _, _ = deleteDC.Call(dc) }()
	head := struct {
		size          uint32
		width, height int32
		planes, bits  uint16
		rest          [6]uint32
	}{width: int32(wide), height: -int32(high), planes: 1, bits: 32}
	head.size = uint32(unsafe.Sizeof(head))
	var bits unsafe.Pointer
	sheet, _, err := createDIBSection.Call(dc, uintptr(unsafe.Pointer(&head)), 0, uintptr(unsafe.Pointer(&bits)), 0, 0)
	if sheet == 0 {
		t.Fatal(err)
	}
	defer func() { _, _, _ = deleteObject.Call(sheet) }()
	_, _, _ = selectObject.Call(dc, sheet)
	dots := unsafe.Slice((*[4]byte)(bits), wide*high)
	for i := range dots {
		dots[i] = [4]byte{255, 255, 255, 0}
	}
	place(dc, float64(dpi), float64(dpi), 0, 0)
	if err := paint(dc, d, page); err != nil {
		t.Fatal(err)
	}
	drawn := image.NewGray(image.Rect(0, 0, wide, high))
	for i, dot := range dots {
		drawn.Pix[i] = color.GrayModel.Convert(color.RGBA{dot[2], dot[1], dot[0], 255}).(color.Gray).Y
	}
	return drawn
}

// mean is how light a square of a picture is.
func mean(p image.Image, x, y, side int) float64 {
	sum := 0
	for dy := range side {
		for dx := range side {
			sum += int(color.GrayModel.Convert(p.At(x+dx, y+dy)).(color.Gray).Y)
		}
	}
	return float64(sum) / float64(side*side)
}

// What the printer is given is the page of the preview, with letters that run from right to left, too.
func TestAPrinterIsGivenThePagesOfThePreview(t *testing.T) {
	plan := data.Plan{Sections: []data.PlanSection{{Title: "Diogelwch", Actions: []data.PlanAction{
		{What: "Ring 07700 900123 first. " + strings.Repeat("Cadw'r drws ar gau. ", 40)}, {What: "مرحبا بكم في المركز"},
	}}}}
	d, _, err := pdf.ComposePlan(plan, "NOD-7K3Q-92", data.Sender{Name: "Example Refuge"}, "cy")
	if err != nil {
		t.Fatal(err)
	}
	const dpi, side = 200, 10
	for page := range d.Pages() {
		seen, err := d.Page(page, dpi)
		if err != nil {
			t.Fatal(err)
		}
		drawn, inked := onPaper(t, d, page, dpi), 0
		for y := 0; y+side <= drawn.Rect.Dy(); y += side {
			for x := 0; x+side <= drawn.Rect.Dx(); x += side {
				want, got := mean(seen, x, y, side), mean(drawn, x, y, side)
				if want-got > 40 || got-want > 40 {
					t.Fatalf("page %d at %d, %d: %.0f of 255, in the preview %.0f", page+1, x, y, got, want)
				}
				if want < 230 {
					inked++
				}
			}
		}
		if inked < 100 {
			t.Errorf("page %d: nothing is on it", page+1)
		}
	}
}

func TestAPrinterThatIsNotThereIsAnError(t *testing.T) {
	d, err := pdf.ComposeEnvelopeTest(data.Sender{Name: "Example Refuge"}, data.WindowDL, "en")
	if err != nil {
		t.Fatal(err)
	}
	if err := Print(t.Context(), "No such printer", "Noddfa", d); err == nil {
		t.Error("printed on a printer that is not there")
	}
}
