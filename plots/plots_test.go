package plots

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"image/png"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/recorder"
)

var (
	update = flag.Bool("update", false, "renew the golden pictures")
	keep   = flag.String("keep", "", "folder to keep the pictures of all made-up markets in, for looking at")
)

// markets are the made-up runs that every picture must bear.
var markets = map[string]market{
	"four": four,
	"one":  {[]string{"advertising only"}, 20, 104, 1, true, true},
	"two":  {[]string{"neither", "both"}, 3, 12, 1, true, false},
	"seven": {[]string{
		"neither", "community commerce with a forum and events", "brand advocacy", "both", "referral programme with tiered rewards for every friend",
		"seeding of the most connected five percent", "Donaudampfschifffahrtsgesellschaftskapitän",
	}, 20, 104, 1, true, true},
	"twelve":  {[]string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k with a name much too long for one line", "l"}, 2, 30, 1, true, true},
	"short":   {four.strategies, 5, 8, 1, false, false},
	"certain": {four.strategies, 20, 52, 0, true, true},
	"lone":    {four.strategies, 1, 26, 1, true, true},
}

// Every kind of picture keeps the promises of Kind.
func TestKinds(t *testing.T) {
	dir := four.folder(t)
	whole, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, kind := range Kinds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if kind.About == "" || strings.HasSuffix(kind.About, ".") || len(kind.Needs) == 0 {
				t.Errorf("about %q, needs %q: want a sentence without its full stop, and at least a table", kind.About, kind.Needs)
			}
			// Without tables there is nothing to draw, and that is no other fault.
			if _, err := kind.Draw(From(t.TempDir(), whole.Context)); !errors.Is(err, ErrNothing) {
				t.Errorf("from an empty folder: error %v, want ErrNothing", err)
			}
			// The tables it names are enough, without a manifest, packed or not.
			some := t.TempDir()
			for _, table := range kind.Needs {
				text, err := os.ReadFile(filepath.Join(dir, table+".csv"))
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(some, table+".csv"), text, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			f, err := kind.Draw(From(some, whole.Context))
			if err != nil {
				t.Fatal(err)
			}
			note := "20 runs of each strategy, 5,000 customers, 104 weeks, seed 1"
			if name == "decision" { // of which each strategy has its own number
				note = "cleaner · 5,000 customers, 104 weeks, seed 1"
			}
			if f.Title == "" || f.About == "" || strings.Contains(f.Title, "Figure") || !strings.Contains(f.Note, note) {
				t.Errorf("title %q, about %q, note %q", f.Title, f.About, f.Note)
			}
			// The same data give the same bytes.
			var pngs, svgs [2][]byte
			for i := range 2 {
				f, err := kind.Draw(whole)
				if err != nil {
					t.Fatal(err)
				}
				if pngs[i], err = f.PNG(Slide); err != nil {
					t.Fatal(err)
				}
				svgs[i] = f.SVG(Slide)
			}
			if !bytes.Equal(pngs[0], pngs[1]) || !bytes.Equal(svgs[0], svgs[1]) {
				t.Error("the same picture has other bytes the second time")
			}
			if c, err := png.DecodeConfig(bytes.NewReader(pngs[0])); err != nil || c.Width != 1920 || c.Height != 1080 {
				t.Errorf("a slide has %d × %d pixels (%v), want 1920 × 1080", c.Width, c.Height, err)
			}
			// Text is outlined, and there for those who cannot see it.
			svg := string(svgs[0])
			if strings.Contains(svg, "<text") || strings.Contains(svg, "NaN") || !strings.Contains(svg, "<title>"+f.Title+"</title>") {
				t.Error("the SVG has text that needs a font, a coordinate that is no number, or no title")
			}
		})
	}
}

// words is a canvas that remembers where text stands.
type words struct {
	recorder.Canvas
	all []word
}

type word struct {
	text                     string
	left, right, bottom, top float64
}

func (w *words) FillString(face font.Face, at vg.Point, text string) {
	size := float64(face.Font.Size) // of which letters reach 0.72 up, and 0.21 down
	w.all = append(w.all, word{
		text, float64(at.X), float64(at.X + face.Width(text)), float64(at.Y) - 0.1*size, float64(at.Y) + 0.7*size,
	})
}

// No label runs into another or off the page, in any market at any size.
func TestLabelsKeepApart(t *testing.T) {
	for name, m := range markets {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, err := Open(m.folder(t))
			if err != nil {
				t.Fatal(err)
			}
			for kind, k := range Kinds {
				f, err := k.Draw(d)
				if errors.Is(err, ErrNothing) {
					continue
				}
				if err != nil {
					t.Errorf("%s: %v", kind, err)
					continue
				}
				sizes := slices.Collect(maps.Values(Sizes))
				if slices.Contains([]string{"cash", "journey", "sources", "tornado"}, kind) && len(m.strategies) < 7 {
					// In a page there is less room, and the body stands alone.
					height := vg.Length(285)
					if kind == "tornado" {
						height = vg.Length(75 + 35*f.Rows)
					}
					sizes = append(sizes, Size{"half", 470, height, 14, 0}, Size{"phone", 430, max(height, 350), 14, 0})
				}
				for _, s := range sizes {
					var w words
					width, height := s.Width*textSize/s.Text, s.Height*textSize/s.Text
					if s.DPI > 0 {
						f.draw(draw.NewCanvas(&w, width, height))
					} else {
						f.body(draw.NewCanvas(&w, width, height))
					}
					for i, a := range w.all {
						if a.left < 0 || a.bottom < 0 || a.right > float64(width) || a.top > float64(height) {
							t.Errorf("%s, %s: %q stands over the edge", kind, s.Name, a.text)
						}
						for _, b := range w.all[:i] {
							if a.left < b.right && b.left < a.right && a.bottom < b.top && b.bottom < a.top {
								t.Errorf("%s, %s: %q and %q overlap", kind, s.Name, a.text, b.text)
							}
						}
					}
				}
			}
		})
	}
}

// The pictures look as they did. A change is looked at, renewed with -update,
// and explained by its commit.
func TestGolden(t *testing.T) {
	small := Slide
	small.DPI = 48
	for _, name := range []string{"four", "seven"} {
		d, err := Open(markets[name].folder(t))
		if err != nil {
			t.Fatal(err)
		}
		for kind, k := range Kinds {
			if name == "seven" && !slices.Contains([]string{"cash", "comparison", "stages"}, kind) {
				continue
			}
			t.Run(name+"/"+kind, func(t *testing.T) {
				t.Parallel()
				f, err := k.Draw(d)
				if err != nil {
					t.Fatal(err)
				}
				golden(t, f, small, filepath.Join("testdata", name+"-"+kind+".png"))
				if name == "four" && slices.Contains([]string{"cash", "journey", "network", "tornado"}, kind) { // the ways in which sizes lay out otherwise
					golden(t, f, Size{"", Paper.Width, Paper.Height, Paper.Text, 72}, filepath.Join("testdata", name+"-"+kind+"-paper.png"))
					golden(t, f, Size{"", Web.Width, Web.Height, Web.Text, 56}, filepath.Join("testdata", name+"-"+kind+"-web.png"))
				}
			})
		}
	}
}

// golden holds a picture to how it looked, or renews that.
func golden(t *testing.T, f *Figure, s Size, path string) {
	t.Helper()
	got, err := f.PNG(s)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run the test with -update", err)
	}
	// Processors that round the last bit otherwise may shade an edge otherwise,
	// not more than one pixel in a thousand.
	if share := unlike(t, got, want); share > 0.001 {
		t.Errorf("%.2f %% of the pixels differ from %s: look at it, then renew it with -update", 100*share, path)
	}
}

// unlike returns the share of the pixels of two pictures that differ visibly.
func unlike(t *testing.T, a, b []byte) float64 {
	t.Helper()
	x, err := png.Decode(bytes.NewReader(a))
	if err != nil {
		t.Fatal(err)
	}
	y, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if x.Bounds() != y.Bounds() {
		return 1
	}
	n, size := 0, x.Bounds().Size()
	for i := range size.X * size.Y {
		r, g, b, _ := x.At(i%size.X, i/size.X).RGBA()
		R, G, B, _ := y.At(i%size.X, i/size.X).RGBA()
		if max(r, R)-min(r, R) > 1<<13 || max(g, G)-min(g, G) > 1<<13 || max(b, B)-min(b, B) > 1<<13 {
			n++
		}
	}
	return float64(n) / float64(size.X*size.Y)
}

// Draw hands every picture over once, in the order of the names, and stops at
// the first fault of the sink.
func TestDraw(t *testing.T) {
	dir := markets["short"].folder(t)
	d, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	small := Size{"tiny", 200, 120, 5, 72}
	var got []string
	err = Draw(d, func(name string, _ []byte) error { got = append(got, name); return nil }, small)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, name := range slices.Sorted(maps.Keys(Kinds)) {
		if name != "nps" && name != "brands" { // nobody was asked, and there are no rivals
			want = append(want, name+"-tiny.png", name+"-tiny.svg")
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("drew %v, want %v", got, want)
	}
	full := errors.New("disk full")
	if err := Draw(d, func(string, []byte) error { return full }, small); err != full {
		t.Errorf("error %v, want that of the sink", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "series.csv"), []byte("strategy,replicate,week,n_customer,n_loyal,n_advocate\nboth,0,0,x,0,0\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := DrawAll(dir, filepath.Join(dir, "plots"), small); err == nil || !strings.Contains(err.Error(), "not as it was written: series.csv") {
		t.Errorf("error %v, want the table that was changed", err)
	}
	if err := Draw(From(dir, d.Context), func(string, []byte) error { return nil }, small); err == nil || !strings.Contains(err.Error(), `series.csv:2:10: n_customer = "x"`) {
		t.Errorf("error %v, want the place of the cell that is no number", err)
	}
}

// Labels move as little as they must, and never out of their order.
func TestApart(t *testing.T) {
	for _, c := range []struct {
		want, size []float64
		low, high  float64
		got        []float64
	}{
		{[]float64{10, 50}, []float64{10, 10}, 0, 100, []float64{10, 50}}, // far enough as they are
		{[]float64{50, 50}, []float64{10, 10}, 0, 100, []float64{45, 55}}, // share the way
		{[]float64{0, 0, 90}, []float64{10, 10, 10}, 0, 100, []float64{5, 15, 90}},
		{[]float64{99, 100}, []float64{10, 10}, 0, 100, []float64{85, 95}},
		{[]float64{5, 5}, []float64{20, 20}, 0, 20, []float64{5, 15}}, // no room: squeezed evenly
	} {
		got := apart(c.want, c.size, c.low, c.high)
		for i := range got {
			if math.Abs(got[i]-c.got[i]) > 1e-9 {
				t.Errorf("apart(%v) = %v, want %v", c.want, got, c.got)
				break
			}
		}
	}
}

func TestNumbers(t *testing.T) {
	euro := (&Data{Context: Context{Currency: "EUR"}}).money()
	franc := (&Data{Context: Context{Currency: "CHF"}}).money()
	for _, c := range []struct{ got, want string }{
		{euro.short(120_000), "€120k"},
		{euro.short(1_236_000), "€1.24M"},
		{euro.short(-287_312), "−€287k"},
		{euro.short(999_960), "€1M"},
		{euro.short(0), "€0"},
		{euro.short(math.NaN()), "–"},
		{euro.change(25_700), "+€25.7k"},
		{franc.short(2.5e9), "CHF\u00a02.5bn"},
		{plain.short(5016), "5,016"},
		{plain.short(0.4321), "0.43"},
		{percent.short(9.5), "9.5 %"},
		{share(0.02), "<0.1 %"},
		{share(62.4), "62 %"},
		{count(1, "run"), "1 run"},
		{count(5000, "customer"), "5,000 customers"},
		{labels(euro.ticks(-250_000, 120_000, 5)), "−€300k −€200k −€100k €0 €100k €200k"},
		{labels(euro.ticks(0, 1.4, 5)), "€0 €0.5 €1.0 €1.5"},
		{labels(euro.ticks(0, 2_400_000, 5)), "€0 €0.5M €1.0M €1.5M €2.0M €2.5M"},
		{labels(weekTicks(104, 8)), "0 13 26 39 52 65 78 91 104"},
		{labels(weekTicks(8, 8)), "0 1 2 3 4 5 6 7 8"},
		{labels(weekTicks(104, 4)), "0 26 52 78 104"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

// A strategy can always be told from the others without colour.
func TestStylesDiffer(t *testing.T) {
	seen := map[string]int{}
	for place := range 35 {
		s := strategy{place: place}
		look := fmt.Sprint(s.colour(), s.line().Dashes)
		if other, taken := seen[look]; taken {
			t.Errorf("strategies %d and %d look the same", other, place)
		}
		seen[look] = place
	}
}

func TestWrap(t *testing.T) {
	style := text(ink)
	wide := style.Width("referral programme")
	for _, c := range []struct {
		text string
		most int
		want string
	}{
		{"referral programme", 2, "referral programme"},
		{"referral programme with rewards", 2, "referral programme|with rewards"},
		{"referral programme with rewards", 1, "referral program…"},
		{"Donaudampfschifffahrt", 2, "Donaudampfschi…"},
		{"", 2, ""},
	} {
		if got := strings.Join(wrap(style, c.text, wide, c.most), "|"); got != c.want {
			t.Errorf("wrap(%q, %d) = %q, want %q", c.text, c.most, got, c.want)
		}
	}
}

func TestKeep(t *testing.T) {
	if *keep == "" {
		t.Skip("no folder to keep pictures in")
	}
	for name, m := range markets {
		if err := DrawAll(m.folder(t), filepath.Join(*keep, name), Slide, Paper, Web); err != nil {
			t.Fatal(err)
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	for _, replicates := range []int{20, 200} {
		b.Run(fmt.Sprintf("strategies=4/replicates=%d", replicates), func(b *testing.B) {
			m := four
			m.replicates = replicates
			dir := m.folder(b)
			for b.Loop() {
				d, err := Open(dir)
				if err != nil {
					b.Fatal(err)
				}
				if err := Draw(d, func(string, []byte) error { return nil }); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N*len(Kinds))/b.Elapsed().Seconds(), "pictures/s")
		})
	}
}

func labels(ticks []plot.Tick) string {
	var all []string
	for _, t := range ticks {
		all = append(all, t.Label)
	}
	return strings.Join(all, " ")
}
