package main

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"

	"grapevine/plots"
)

// exhibit is a command, and the pictures that it makes for docs/gallery.md.
type exhibit struct {
	title, about string
	command      string
	file, text   string // that the command reads
	pictures     []string
}

// exhibits stand in the gallery in this order.
var exhibits = []exhibit{
	{
		title: "A run", about: "Four strategies, ten runs of each: who comes when, who stalls where, what it costs, and who wins. `--report` puts what matters most of it on two pages. With `--snapshot`, 600 of the customers are drawn where they stand.",
		command:  "run cc-vs-ba --replicates 10 --snapshot 600",
		pictures: []string{"cash", "comparison", "best", "gains", "stages", "journey", "funnel", "adoption", "sources", "mentions", "prices", "pareto", "network", "film", "cascades", "stays", "nps", "revenue", "ledger", "convergence"},
	},
	{title: "A market with rivals", about: "Four brands that people choose between.", command: "run brand-choice --replicates 5", pictures: []string{"brands"}},
	{
		title: "A race", about: "Each strategy is run only until it is told from the best.",
		command: "run hubs-vs-many --until decided --closeness 30 --replicates 120 --set customers=1000 --set product.quality=0.53", pictures: []string{"decision"},
	},
	{
		title: "What must be true", about: "Values moved one at a time, and where another strategy wins. A report has a small one of these.",
		command:  "tornado cc-vs-ba --replicates 3 --set customers=3000 --vary product.price --vary product.quality --vary advertising.rate --vary talk.persuasion.friends",
		pictures: []string{"tornado"},
	},
	{
		title: "A sweep", about: "Many points at once: what matters, and who wins where.",
		command: "sweep run hubs-vs-many --design lhs --points 40 --replicates 1 --set customers=1000", pictures: []string{"indices", "effects", "regions", "contour"},
	},
	{
		title: "Levers tuned", about: "The response along each lever, and what can be had of two measures at once.",
		command:  "optimise cc-vs-ba --strategy both --lever product.price=30:60 --lever advertising.rate=0.003:0.009 --against customers_won --set customers=3000 --replicates 2 --trials 24 --fresh 6",
		pictures: []string{"curves", "front"},
	},
	{
		title: "Values fitted to data", about: "Sales of video recorders in the United States, in thousands, 1979 to 1988: the fit, how well the data tell each value, and what they leave of it.",
		command: "calibrate bass-complete --set step=0.125 --data vcr.csv --market bass --fit advertising.rate=0.001:0.05:log --fit rates.speak.base=0.2:1.2 --replicates 4 --trials 30 --draws 120 --profile 5",
		file:    "vcr.csv", text: "week,new_customer\n1,840\n2,1470\n3,2110\n4,4000\n5,7590\n6,10950\n7,10530\n8,9470\n9,7790\n10,5890\n",
		pictures: []string{"fit", "profile", "told", "posterior"},
	},
}

// gallerySize is small enough for a page of many.
var gallerySize = plots.Size{Name: "gallery", Width: 9.375 * vg.Inch, Height: 5.5 * vg.Inch, Text: 12, DPI: 76}

const galleryFolder = "../../docs/pictures/gallery"

// show runs the command, holds its pictures to those of the gallery (or renews
// them, with -update) and prints their names. In short tests the gallery is
// taken at its word.
func (e exhibit) show() {
	made := map[string][]byte{}
	if !testing.Short() || *update {
		dir, err := os.MkdirTemp("", "gallery")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		results := filepath.Join(dir, "results")
		arguments := append(strings.Fields(e.command), "--no-plots", "-q", "-o", results)
		if e.file != "" {
			path := filepath.Join(dir, e.file)
			if err := os.WriteFile(path, []byte(e.text), 0o644); err != nil {
				panic(err)
			}
			arguments[slices.Index(arguments, e.file)] = path
		}
		var out bytes.Buffer
		if code := Main(context.Background(), arguments, io.Discard, &out); code != 0 {
			fmt.Printf("%s: exit code %d\n%s", e.command, code, &out)
			return
		}
		data, err := plots.Open(results)
		if err != nil {
			panic(err)
		}
		err = plots.Draw(data, func(name string, picture []byte) error {
			made[name] = picture
			return nil
		}, gallerySize)
		if err != nil {
			panic(err)
		}
	}
	for _, name := range e.pictures {
		path := filepath.Join(galleryFolder, name+".png")
		picture := made[name+"-gallery.png"]
		if *update {
			if err := os.WriteFile(path, picture, 0o644); err != nil {
				panic(err)
			}
		}
		kept, err := os.ReadFile(path)
		switch {
		case err != nil:
			fmt.Println(err)
		case len(made) > 0 && !looksLike(picture, kept):
			fmt.Println(name + " looks otherwise: look at it, and renew the gallery with go test ./cmd/grapevine -run 'Example|Gallery' -update")
		default:
			fmt.Println(name)
		}
	}
}

// looksLike reports whether two pictures differ visibly at no more than one pixel in
// a hundred: processors that round the last bit otherwise may shade edges
// otherwise.
func looksLike(a, b []byte) bool {
	x, err := png.Decode(bytes.NewReader(a))
	if err != nil {
		return false
	}
	y, err := png.Decode(bytes.NewReader(b))
	if err != nil || x.Bounds() != y.Bounds() {
		return false
	}
	far, size := 0, x.Bounds().Size()
	for i := range size.X * size.Y {
		r, g, b, _ := x.At(i%size.X, i/size.X).RGBA()
		R, G, B, _ := y.At(i%size.X, i/size.X).RGBA()
		if max(r, R)-min(r, R) > 1<<13 || max(g, G)-min(g, G) > 1<<13 || max(b, B)-min(b, B) > 1<<13 {
			far++
		}
	}
	return 100*far <= size.X*size.Y
}

func Example_pictures() {
	exhibits[0].show()
	// Output:
	// cash
	// comparison
	// best
	// gains
	// stages
	// journey
	// funnel
	// adoption
	// sources
	// mentions
	// prices
	// pareto
	// network
	// film
	// cascades
	// stays
	// nps
	// revenue
	// ledger
	// convergence
}

func Example_picturesOfRivals() {
	exhibits[1].show()
	// Output: brands
}

func Example_picturesOfARace() {
	exhibits[2].show()
	// Output: decision
}

func Example_picturesOfATornado() {
	exhibits[3].show()
	// Output: tornado
}

func Example_picturesOfASweep() {
	exhibits[4].show()
	// Output:
	// indices
	// effects
	// regions
	// contour
}

func Example_picturesOfOptimise() {
	exhibits[5].show()
	// Output:
	// curves
	// front
}

func Example_picturesOfACalibration() {
	exhibits[6].show()
	// Output:
	// fit
	// profile
	// told
	// posterior
}

// The gallery shows every kind of picture, each with the command that makes it;
// the Examples above hold it to them.
func TestGalleryPage(t *testing.T) {
	var b strings.Builder
	b.WriteString(`# Gallery

Every picture that Grapevine draws, each with the command that makes it. They are in the
folder of the results, as PNG for slides and as SVG; ` + "`grapevine plot DIR --for paper,web`" + `
draws them again for print and for pages. Each says what its lines and bands are, of how
many runs and under which seed; letters are outlines, so they look the same everywhere;
colours are those of Okabe and Ito, and dashes, marks or places say the same. A picture is
drawn from tables alone: what the tables hold is in [outputs.md](outputs.md).

This page is made by Examples that run: ` + "`go test ./cmd/grapevine -run 'Example|Gallery' -update`" + `.
`)
	shown := map[string]bool{}
	for _, e := range exhibits {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n```sh\ngrapevine %s\n```\n", e.title, e.about, e.command)
		if e.file != "" {
			fmt.Fprintf(&b, "\nwith `%s`:\n\n```text\n%s```\n", e.file, e.text)
		}
		for _, name := range e.pictures {
			kind, ok := plots.Kinds[name]
			if !ok || shown[name] {
				t.Errorf("%s is no picture, or is shown twice", name)
				continue
			}
			shown[name] = true
			about := strings.ToUpper(kind.About[:1]) + kind.About[1:]
			fmt.Fprintf(&b, "\n**%s.** %s. From `%s.csv`.\n\n![%s](pictures/gallery/%s.png)\n", name, about, strings.Join(kind.Needs, ".csv`, `"), html.EscapeString(about), name)
			if info, err := os.Stat(filepath.Join(galleryFolder, name+".png")); err == nil && info.Size() > 60_000 {
				t.Errorf("%s.png has %d bytes: want 60 kB at most", name, info.Size())
			}
		}
	}
	for name := range plots.Kinds {
		if !shown[name] {
			t.Errorf("the gallery does not show %s", name)
		}
	}
	const path = "../../docs/gallery.md"
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != b.String() {
		t.Errorf("%s is not what is shown (%v): renew it with go test ./cmd/grapevine -run 'Example|Gallery' -update", path, err)
	}
}
