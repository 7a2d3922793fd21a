//go:build !js

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Opened in a browser that can reach nothing, the report says what the terminal
// said, is accessible in light and dark, runs over no edge of a telephone, and
// prints on two pages, with four strategies and as much changed as there is
// room for, with seven and further questions asked, and with a single run.
func TestReportInBrowser(t *testing.T) {
	b := browse(t)
	four := "cc-vs-ba --set product.unit_cost=19 --set product.quality=0.8 --set advertising.rate=0.007 --set rates.consider=0.009 --set money.discount=0.12 --set hearing.negative=0.5"
	for name, arguments := range map[string]string{
		"four":  four + " --set objective.also=[\"roi\",\"k_factor\"] --set objective.horizons=[26,52]",
		"seven": "crisis-recovery",
		"lone":  "cc-vs-ba --replicates 1",
	} {
		dir := filepath.Join(b.downloads, name)
		arguments := append([]string{"run"}, strings.Fields(arguments)...)
		if name != "lone" {
			arguments = append(arguments, "--replicates", "3")
		}
		var out bytes.Buffer
		if code := Main(t.Context(), append(arguments, "--set", "customers=1000", "--report", "--tornado", "2", "--no-plots", "-o", dir), &out, &out); code != 0 {
			t.Fatalf("%s: exit code %d\n%s", arguments, code, &out)
		}
		b.do(chromedp.EmulateViewport(1280, 900), chromedp.Navigate("file://"+filepath.Join(dir, "report.html")))
		for _, line := range strings.Split(out.String(), "\n") {
			if strings.HasPrefix(line, "Best bet:") || strings.HasPrefix(line, "Synergy") {
				if text := b.text("document.body.innerText"); !strings.Contains(text, line) {
					t.Errorf("%s: the page does not say %q", name, line)
				}
			}
		}
		if n := b.text("String([...document.querySelectorAll('figure svg')].filter((s) => !(s.getAttribute('aria-label').length > 60)).length)"); n != "0" {
			t.Errorf("%s: %s pictures have no words", name, n)
		}
		b.accessible(name)
		b.shot("report-" + name)
		b.scheme("dark")
		b.accessible(name + ", dark")
		b.shot("report-" + name + "-dark")
		b.scheme("light")
		b.do(chromedp.EmulateViewport(390, 844))
		b.accessible(name + ", narrow")
		if wide := b.text("String(document.documentElement.scrollWidth)"); wide != "390" {
			t.Errorf("%s: on 390 pixels the page is %s wide", name, wide)
		}
		b.shot("report-" + name + "-narrow")
		yes := true
		printed, err := chromedp.Call(b.ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &yes, PrintBackground: &yes})
		if err != nil {
			t.Fatal(err)
		}
		if *shots != "" {
			if err := os.WriteFile(filepath.Join(*shots, "report-"+name+".pdf"), printed.Data, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if n := len(regexp.MustCompile(`/Type\s*/Page\b[^s]`).FindAll(printed.Data, -1)); n != 2 {
			t.Errorf("%s: it prints on %d pages, want 2", name, n)
		}
	}
}

// scheme asks the page for its light or its dark colours.
func (b *tab) scheme(name string) {
	b.Helper()
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}}}); err != nil {
		b.Fatal(err)
	}
}
