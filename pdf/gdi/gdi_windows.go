package gdi

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"math"
	"runtime"
	"unsafe"

	"golang.org/x/sys/windows"

	"noddfa/pdf"
)

// unit is how finely outlines are placed: hundredths of a millimetre, so that an A4 page fits the 16 bits of a spooled
// point.
const unit = 100.0

var (
	winspool = windows.NewLazySystemDLL("winspool.drv")
	gdi32    = windows.NewLazySystemDLL("gdi32.dll")

	enumPrinters       = winspool.NewProc("EnumPrintersW")
	getDefaultPrinter  = winspool.NewProc("GetDefaultPrinterW")
	openPrinter        = winspool.NewProc("OpenPrinterW")
	closePrinter       = winspool.NewProc("ClosePrinter")
	documentProperties = winspool.NewProc("DocumentPropertiesW")

	createDC          = gdi32.NewProc("CreateDCW")
	deleteDC          = gdi32.NewProc("DeleteDC")
	startDoc          = gdi32.NewProc("StartDocW")
	endDoc            = gdi32.NewProc("EndDoc")
	abortDoc          = gdi32.NewProc("AbortDoc")
	startPage         = gdi32.NewProc("StartPage")
	endPage           = gdi32.NewProc("EndPage")
	getDeviceCaps     = gdi32.NewProc("GetDeviceCaps")
	setMapMode        = gdi32.NewProc("SetMapMode")
	setWindowExt      = gdi32.NewProc("SetWindowExtEx")
	setViewportExt    = gdi32.NewProc("SetViewportExtEx")
	setViewportOrg    = gdi32.NewProc("SetViewportOrgEx")
	setPolyFillMode   = gdi32.NewProc("SetPolyFillMode")
	setStretchBltMode = gdi32.NewProc("SetStretchBltMode")
	createSolidBrush  = gdi32.NewProc("CreateSolidBrush")
	selectObject      = gdi32.NewProc("SelectObject")
	deleteObject      = gdi32.NewProc("DeleteObject")
	polyPolygon       = gdi32.NewProc("PolyPolygon")
	getStockObject    = gdi32.NewProc("GetStockObject")
	stretchDIBits     = gdi32.NewProc("StretchDIBits")
)

// Printers are the names of this user's printers, and the one that is used where nobody chooses, "" if there is none.
func Printers() (names []string, standard string, err error) {
	const local, connections, level = 2, 4, 4 // PRINTER_ENUM_LOCAL, PRINTER_ENUM_CONNECTIONS, PRINTER_INFO_4
	type printerInfo struct {
		name, server *uint16
		attributes   uint32
	}
	var size, count uint32
	_, _, _ = enumPrinters.Call(local|connections, 0, level, 0, 0, uintptr(unsafe.Pointer(&size)), uintptr(unsafe.Pointer(&count)))
	if size == 0 {
		return nil, "", nil
	}
	found := make([]printerInfo, size/uint32(unsafe.Sizeof(printerInfo{}))+1)
	if ok, _, err := enumPrinters.Call(local|connections, 0, level, uintptr(unsafe.Pointer(&found[0])), uintptr(size),
		uintptr(unsafe.Pointer(&size)), uintptr(unsafe.Pointer(&count))); ok == 0 {
		return nil, "", fmt.Errorf("looking for printers: %w", err)
	}
	for _, p := range found[:count] {
		names = append(names, windows.UTF16PtrToString(p.name))
	}
	var text [512]uint16
	size = uint32(len(text))
	if ok, _, _ := getDefaultPrinter.Call(uintptr(unsafe.Pointer(&text[0])), uintptr(unsafe.Pointer(&size))); ok != 0 {
		standard = windows.UTF16ToString(text[:])
	}
	return names, standard, nil
}

// Print sends every page to a printer, on A4, under the name job, which the printer's panel and the print system's log may
// show. When ctx ends between two pages nothing more is sent, and what was sent is taken back.
func Print(ctx context.Context, printer, job string, d *pdf.Document) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	name, err := windows.UTF16PtrFromString(printer)
	if err != nil {
		return fmt.Errorf("naming a printer: %w", err)
	}
	title, err := windows.UTF16PtrFromString(job)
	if err != nil {
		return fmt.Errorf("naming a print job: %w", err)
	}
	settings := onA4(name)
	dc, _, err := createDC.Call(0, uintptr(unsafe.Pointer(name)), 0, uintptr(unsafe.Pointer(unsafe.SliceData(settings))))
	if dc == 0 {
		return fmt.Errorf("opening a printer: %w", err)
	}
	defer func() { _, _, _ = deleteDC.Call(dc) }()
	info := struct {
		size                   int32
		name, output, dataType *uint16
		kind                   uint32
	}{name: title}
	info.size = int32(unsafe.Sizeof(info))
	if id, _, err := startDoc.Call(dc, uintptr(unsafe.Pointer(&info))); int32(id) <= 0 {
		return fmt.Errorf("starting to print: %w", err)
	}
	for page := range d.Pages() {
		err := ctx.Err()
		if err == nil {
			err = printPage(dc, d, page)
		}
		if err != nil {
			_, _, _ = abortDoc.Call(dc)
			return err
		}
	}
	if ok, _, err := endDoc.Call(dc); int32(ok) <= 0 {
		return fmt.Errorf("ending a print job: %w", err)
	}
	return nil
}

func printPage(dc uintptr, d *pdf.Document, page int) error {
	if ok, _, err := startPage.Call(dc); int32(ok) <= 0 {
		return fmt.Errorf("starting a page: %w", err)
	}
	const dotsX, dotsY, paperX, paperY, offX, offY = 88, 90, 110, 111, 112, 113 // LOGPIXELSX … PHYSICALOFFSETY
	caps := func(what uintptr) float64 {
		n, _, _ := getDeviceCaps.Call(dc, what)
		return float64(int32(n))
	}
	// A page that is smaller than A4 takes all of it, smaller.
	x, y := caps(dotsX), caps(dotsY)
	fit := min(1, caps(paperX)/(pdf.PageWidth/25.4*x), caps(paperY)/(pdf.PageHeight/25.4*y))
	if !(fit > 0) {
		fit = 1
	}
	place(dc, x*fit, y*fit, -caps(offX), -caps(offY))
	if err := paint(dc, d, page); err != nil {
		return err
	}
	if ok, _, err := endPage.Call(dc); int32(ok) <= 0 {
		return fmt.Errorf("ending a page: %w", err)
	}
	return nil
}

// place makes a unit of the page a hundredth of a millimetre: the device has so many dots an inch, and what it can print
// begins at left, top.
func place(dc uintptr, dotsX, dotsY, left, top float64) {
	const anisotropic, winding, halftone, noPen, inch = 8, 2, 4, 8, 25.4 * unit
	pen, _, _ := getStockObject.Call(noPen)
	_, _, _ = selectObject.Call(dc, pen)
	_, _, _ = setMapMode.Call(dc, anisotropic)
	_, _, _ = setWindowExt.Call(dc, uintptr(inch), uintptr(inch), 0)
	_, _, _ = setViewportExt.Call(dc, whole(dotsX), whole(dotsY), 0)
	_, _, _ = setViewportOrg.Call(dc, whole(left), whole(top), 0)
	_, _, _ = setPolyFillMode.Call(dc, winding)
	_, _, _ = setStretchBltMode.Call(dc, halftone)
}

// paint fills a page's shapes.
func paint(dc uintptr, d *pdf.Document, page int) error {
	for s := range d.Shapes(page, unit) {
		var err error
		if s.Picture != nil {
			err = paintPicture(dc, s)
		} else {
			err = paintPolygons(dc, s)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

type point struct{ x, y int32 }

var errDrawing = errors.New("drawing a page: the printer's driver refused")

func paintPolygons(dc uintptr, s pdf.Shape) error {
	var points []point
	var counts []int32
	for _, polygon := range s.Polygons {
		for _, at := range polygon {
			points = append(points, point{int32(math.Round(at.X)), int32(math.Round(at.Y))})
		}
		counts = append(counts, int32(len(polygon)))
	}
	ink, _, _ := createSolidBrush.Call(uintptr(s.Color.R) | uintptr(s.Color.G)<<8 | uintptr(s.Color.B)<<16)
	before, _, _ := selectObject.Call(dc, ink)
	defer func() {
		_, _, _ = selectObject.Call(dc, before)
		_, _, _ = deleteObject.Call(ink)
	}()
	if filled, _, _ := polyPolygon.Call(dc, uintptr(unsafe.Pointer(&points[0])), uintptr(unsafe.Pointer(&counts[0])), uintptr(len(counts))); filled == 0 {
		return errDrawing
	}
	return nil
}

func paintPicture(dc uintptr, s pdf.Shape) error {
	size := s.Picture.Bounds().Size()
	dots := rows(s.Picture)
	head := struct {
		size, width, height   uint32
		planes, bits          uint16
		compression, length   uint32
		perMeterX, perMeterY  int32
		colors, neededColours uint32
	}{width: uint32(size.X), height: uint32(size.Y), planes: 1, bits: 24}
	head.size = uint32(unsafe.Sizeof(head))
	const copies = 0x00cc0020 // SRCCOPY
	drawn, _, _ := stretchDIBits.Call(dc, whole(s.X), whole(s.Y), whole(s.W), whole(s.H), 0, 0, uintptr(size.X), uintptr(size.Y),
		uintptr(unsafe.Pointer(&dots[0])), uintptr(unsafe.Pointer(&head)), 0, copies)
	if int32(drawn) <= 0 {
		return errDrawing
	}
	return nil
}

// rows are the dots of a picture from the lowest row up, blue before green before red, each row a multiple of four bytes.
func rows(p image.Image) []byte {
	b := p.Bounds()
	long := (3*b.Dx() + 3) &^ 3
	all := make([]byte, long*b.Dy())
	for y := range b.Dy() {
		row := all[long*(b.Dy()-1-y):]
		for x := range b.Dx() {
			red, green, blue, _ := p.At(b.Min.X+x, b.Min.Y+y).RGBA()
			row[3*x], row[3*x+1], row[3*x+2] = byte(blue>>8), byte(green>>8), byte(red>>8)
		}
	}
	return all
}

// whole is a length as GDI takes it, which may be negative.
func whole(length float64) uintptr { return uintptr(int32(math.Round(length))) }

// onA4 are a printer's settings with A4, upright; nil, which is the printer's own, where it does not tell them.
func onA4(printer *uint16) []byte {
	const fieldsAt, orientationAt, paperAt = 72, 76, 78 // in DEVMODEW
	const orientation, paper, upright, a4 = 1, 2, 1, 9
	const out, in = 2, 8 // DM_OUT_BUFFER, DM_IN_BUFFER
	var handle uintptr
	if ok, _, _ := openPrinter.Call(uintptr(unsafe.Pointer(printer)), uintptr(unsafe.Pointer(&handle)), 0); ok == 0 {
		return nil
	}
	defer func() { _, _, _ = closePrinter.Call(handle) }()
	size, _, _ := documentProperties.Call(0, handle, uintptr(unsafe.Pointer(printer)), 0, 0, 0)
	if int32(size) < paperAt+2 {
		return nil
	}
	settings := make([]byte, size)
	at := uintptr(unsafe.Pointer(&settings[0]))
	if ok, _, _ := documentProperties.Call(0, handle, uintptr(unsafe.Pointer(printer)), at, 0, out); int32(ok) < 0 {
		return nil
	}
	le := binary.LittleEndian
	le.PutUint32(settings[fieldsAt:], le.Uint32(settings[fieldsAt:])|orientation|paper)
	le.PutUint16(settings[orientationAt:], upright)
	le.PutUint16(settings[paperAt:], a4)
	if ok, _, _ := documentProperties.Call(0, handle, uintptr(unsafe.Pointer(printer)), at, at, in|out); int32(ok) < 0 {
		return nil
	}
	return settings
}
