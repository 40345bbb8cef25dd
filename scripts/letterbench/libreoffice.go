package main

import (
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"noddfa/assets"
)

// libreOffice converts the letter as a document of its own: each time with a
// start of the program, and twenty in one start.
func libreOffice(words letter, folder string, rounds int) error {
	said, err := exec.Command("soffice", "--version").Output()
	if err != nil {
		fmt.Println("\nLibreOffice is not installed.")
		return nil
	}
	name := strings.Join(strings.Fields(string(said))[:2], " ")
	fonts := filepath.Join(folder, ".fonts")
	if err := os.MkdirAll(fonts, 0o700); err != nil {
		return err
	}
	for file, content := range map[string][]byte{"regular.ttf": assets.FontRegular(), "bold.ttf": assets.FontBold()} {
		if err := os.WriteFile(filepath.Join(fonts, file), content, 0o600); err != nil {
			return err
		}
	}
	var files []string
	for i := range 20 {
		file := filepath.Join(folder, fmt.Sprintf("letter-%02d.fodt", i))
		if err := os.WriteFile(file, []byte(fodt(words)), 0o600); err != nil {
			return err
		}
		files = append(files, file)
	}
	var alone, many measured
	if err := alone.convert(folder, files[:1]); err != nil { // the first start makes a profile
		return err
	}
	alone = measured{}
	for range rounds {
		if err := alone.convert(folder, files[:1]); err != nil {
			return err
		}
	}
	alone.print(name+", one start each", "the letter lies on the disk in the clear")
	if err := many.convert(folder, files); err != nil {
		return err
	}
	many.print(name+", twenty in one start", "of each")
	return nil
}

func (m *measured) convert(folder string, files []string) error {
	args := []string{"-env:UserInstallation=file://" + folder + "/profile", "--headless", "--convert-to", "pdf", "--outdir", folder}
	cmd := exec.Command("soffice", append(args, files...)...)
	cmd.Env = append(os.Environ(), "HOME="+folder)
	began, used := time.Now(), processor(syscall.RUSAGE_CHILDREN)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("soffice: %w\n%s", err, out)
	}
	n := time.Duration(len(files))
	wall, cpu := time.Since(began)/n, (processor(syscall.RUSAGE_CHILDREN)-used)/n
	info, err := os.Stat(strings.TrimSuffix(files[0], ".fodt") + ".pdf")
	if err != nil {
		return err
	}
	m.add(wall, cpu, int(info.Size()))
	return nil
}

// fodt is the letter as a flat OpenDocument text.
func fodt(words letter) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="letter" svg:font-family="'Atkinson Hyperlegible Next'"/></office:font-face-decls>
<office:styles><style:default-style style:family="paragraph"><style:text-properties style:font-name="letter" fo:font-size="12pt" fo:language="en" fo:country="GB"/></style:default-style></office:styles>
<office:automatic-styles><style:style style:name="cell" style:family="paragraph"><style:text-properties style:font-name="letter" fo:font-size="10.5pt"/></style:style>
<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="210mm" fo:page-height="297mm" fo:margin-left="25mm" fo:margin-right="25mm" fo:margin-top="20mm" fo:margin-bottom="12mm"/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="page"><style:footer><text:p>Page <text:page-number text:select-page="current">1</text:page-number> of <text:page-count>2</text:page-count></text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text>
`)
	for _, line := range words.before {
		fmt.Fprintf(&b, "<text:p>%s</text:p>\n", html.EscapeString(line))
	}
	fmt.Fprintf(&b, `<table:table table:name="events"><table:table-column table:number-columns-repeated="%d"/>`, len(words.table[0]))
	for _, row := range words.table {
		b.WriteString("<table:table-row>")
		for _, cell := range row {
			fmt.Fprintf(&b, `<table:table-cell><text:p text:style-name="cell">%s</text:p></table:table-cell>`, html.EscapeString(cell))
		}
		b.WriteString("</table:table-row>\n")
	}
	b.WriteString("</table:table>\n")
	for _, line := range words.after {
		fmt.Fprintf(&b, "<text:p>%s</text:p>\n", html.EscapeString(line))
	}
	b.WriteString("</office:text></office:body></office:document>\n")
	return b.String()
}
