// Package report turns a results folder into two pages to print or pass on: the
// answer, how sure it is, when it pays, what makes the difference, what must be
// true, where people stall, what was assumed and how to get the same again. It
// reads tables and the answer that stands beside them, and runs nothing.
package report

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/plot/vg"

	"grapevine/plots"
	"grapevine/sim/results"
)

// AnswerFile is the file of a results folder in which the answer stands.
const AnswerFile = "answer.json"

// Answer is what a run has printed, in its parts, and what its report says
// beyond that.
type Answer struct {
	Version   int      `json:"version"`
	Title     string   `json:"title"`
	Question  string   `json:"question,omitempty"`
	Badge     string   `json:"badge"` // how many assumptions nobody vouches for
	Runs      string   `json:"runs"`  // as "200 paired runs of each strategy, seed 1, …"
	Winner    string   `json:"winner,omitempty"`
	Decisive  bool     `json:"decisive"`
	Sentences []string `json:"sentences"` // the answer first
	Standings Grid     `json:"standings"`
	Further   Grid     `json:"further,omitempty"`
	Set       []string `json:"set,omitempty"` // keys set on the command line

	Flips    []string `json:"flips,omitempty"`     // what must be true, if it was looked for
	FlipRuns int      `json:"flip_runs,omitempty"` // runs that took
	From     string   `json:"from,omitempty"`      // preset that the scenario was made from
	Changes  []Change `json:"changes,omitempty"`   // what is not as it stands there
}

// Grid is a table of text, its header first.
type Grid [][]string

// JSON returns the answer as it stands in its file.
func (a Answer) JSON() []byte {
	a.Version = 1
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(a); err != nil {
		panic(err) // texts can always be written
	}
	return b.Bytes()
}

//go:embed page.html
var page string

var layout = template.Must(template.New("page").Funcs(template.FuncMap{"cell": cell}).Parse(page))

// figure is a picture of the page, twice: as wide as half a page or a whole one,
// and for a telephone.
type figure struct {
	Name, Title, About string
	Tables             string // that hold its numbers
	SVG, Narrow        template.HTML
}

// content is what the page shows.
type content struct {
	Answer
	Lead     string
	Rest     []string
	Figures  map[string]*figure
	Samples  map[string]template.HTML // of the strategies' lines
	Manifest results.Manifest
	Hash     string
	Sourced  []Sourced
	Own      []string // what the author of the scenario has set
}

// Sourced is a source and the values that are set by it.
type Sourced struct {
	Source string
	Values []string
}

// The room of pictures on the page: across it, across half of it, and across a
// telephone.
var (
	whole = plots.Size{Name: "wide", Width: 940, Height: 380, Text: 14}
	half  = plots.Size{Name: "wide", Width: 470, Height: 285, Text: 14}
	phone = plots.Size{Name: "narrow", Width: 430, Height: 350, Text: 14}
)

// shown are the pictures of the page and their headings: when it pays, what
// makes the difference, what must be true, where people stall, and whom or what
// customers are due to.
var shown = []struct {
	name, title string
	size        plots.Size
}{
	{"cash", "When it pays", whole},
	{"gains", "What makes the difference", half},
	{"tornado", "What must be true", half},
	{"journey", "Where people stall", half},
	{"sources", "Who wins the customers", half},
}

// Make returns the page of a results folder, as HTML. It is an error if the
// folder is not of a finished run, or holds no answer.
func Make(dir string) ([]byte, error) {
	m, err := results.Open(dir)
	if err != nil {
		return nil, err
	}
	return From(dir, m)
}

// From returns the page of a folder that has no manifest yet, such as the
// staging folder of a run whose tables are closed.
func From(dir string, m results.Manifest) ([]byte, error) {
	text, err := results.ReadSmall(filepath.Join(dir, AnswerFile), results.MaxAnswer)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", filepath.Join(dir, AnswerFile), err)
	}
	if err != nil {
		return nil, fmt.Errorf("%s holds no answer (%s): run the scenario again with this version", dir, AnswerFile)
	}
	c := content{Manifest: m, Hash: m.Inputs["scenario"], Figures: map[string]*figure{}, Samples: map[string]template.HTML{}}
	if err := json.Unmarshal(text, &c.Answer); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(dir, AnswerFile), err)
	}
	if len(c.Sentences) > 0 {
		c.Lead, c.Rest = c.Sentences[0], c.Sentences[1:]
	}
	for i, name := range m.Strategies {
		c.Samples[name] = template.HTML(plots.Sample(i))
	}
	if scenario, err := results.ReadSmall(filepath.Join(dir, "scenario.toml"), results.MaxAnswer); err == nil {
		c.Sourced, c.Own = vouched(string(scenario)), own(string(scenario))
	}
	data := plots.From(dir, plots.ContextOf(m))
	for _, s := range shown {
		of := data
		switch {
		case s.name == "gains" && data.Best() != "":
			of = data.Only(data.Best())
		case s.name == "tornado":
			of = data.Most(mostFactors)
		}
		switch s.name {
		case "cash":
			s.size.Height = c.left()
		case "journey", "sources":
			s.size.Height = c.leftOnSecond()
		}
		f, err := draw(of, s.name, s.size)
		if errors.Is(err, plots.ErrNothing) || errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("report, %s: %w", s.name, err)
		}
		f.Title = s.title
		c.Figures[s.name] = f
	}
	var b bytes.Buffer
	if err := layout.Execute(&b, c); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// left returns the height of the picture that shares the first printed page with
// the answer and the tables: what they leave of it, within reason. A row of a
// table is 6 mm high, a sentence mostly one line of 4.5 mm, and the picture,
// 182 mm wide, has whole.Width units.
func (c content) left() vg.Length {
	room := 273.0 - 90 // of a page without margins, for what is always there
	for _, g := range c.Grids() {
		room -= 1 + 6.1*float64(len(g))
	}
	for _, line := range c.Rest {
		room -= 4.6 * float64(1+len([]rune(line))/125)
	}
	return min(max(vg.Length(room)*whole.Width/182, 200), 1.3*whole.Height)
}

// spareCited is the height in mm that the list of sources takes of what is
// always there.
const spareCited = 12.0

// leftOnSecond returns the height of the lower pictures of the second page, of
// which what must be true, what is changed and the command take more or less.
func (c content) leftOnSecond() vg.Length {
	lines := func(text string, letters int) float64 { return float64(1 + len([]rune(text))/letters) }
	room := 273.0 - 170 // of a page without margins, for what is always there
	for _, line := range c.Turns() {
		room -= 4 * lines(line, 50)
	}
	here, cited := 5.3*float64(len(c.Changed())+min(1, c.Unshown())), 0.0
	if c.From == "" {
		here = 3.4 * lines(strings.Join(c.Authored(), ", "), 48)
	}
	for _, s := range c.Cited() {
		cited += 3.4 * lines(s.Source+": "+strings.Join(s.Values, ", "), 54)
	}
	room -= max(here, cited-spareCited)
	room -= 4.3 * lines(c.Manifest.Command, 95)
	return min(max(vg.Length(room)*half.Width/88, 235), half.Height)
}

// draw draws a picture for the page. The pictures are ours, and their texts are
// escaped where they are made.
func draw(data *plots.Data, name string, size plots.Size) (*figure, error) {
	kind := plots.Kinds[name]
	f, err := kind.Draw(data)
	if err != nil {
		return nil, err
	}
	var tables []string
	for _, t := range kind.Needs {
		tables = append(tables, t+".csv")
	}
	small := phone
	switch rows := f.Rows; {
	case name == "tornado": // two lines a value
		size.Height = vg.Length(75 + 35*rows)
		small.Height = size.Height
	case rows > 4:
		size.Height += vg.Length(14 * (rows - 4))
	}
	return &figure{
		Name: name, About: f.About, Tables: strings.Join(tables, ", "),
		SVG: template.HTML(f.Inline(size)), Narrow: template.HTML(f.Inline(small)),
	}, nil
}

// So much of each there is room for.
const (
	mostFactors = 6
	mostFlips   = 4
	mostSourced = 4
	mostChanges = 6
	mostOwn     = 10
)

// vouched lists the sources of a scenario, each with the values that are set by
// it; defaults are left out.
func vouched(scenario string) []Sourced {
	var all []Sourced
	for _, v := range values(scenario) {
		key := inMarket(v.key)
		off := v.origin == "default" && v.text == "0" // a finding that is not switched on
		if v.source == "" || off || !strings.Contains(key, ".") {
			continue
		}
		k := slices.IndexFunc(all, func(s Sourced) bool { return s.Source == v.source })
		if k < 0 {
			k = len(all)
			all = append(all, Sourced{Source: v.source})
		}
		if line := key + " = " + v.text; !slices.Contains(all[k].Values, line) {
			all[k].Values = append(all[k].Values, line)
		}
	}
	return all
}

// Grids returns the tables of the page: how the strategies stand, and what else
// was asked for.
func (c content) Grids() []Grid {
	all := []Grid{c.Standings}
	if len(c.Further) > 0 {
		all = append(all, c.Further)
	}
	return all
}

// cell sets a number of a table: what stands in brackets steps back, and a
// share of a hundred is also a bar.
func cell(text string) template.HTML {
	mean, interval, ok := strings.Cut(text, " [")
	if ok {
		return template.HTML(template.HTMLEscapeString(mean) + ` <span class="ci">[` + template.HTMLEscapeString(interval) + `</span>`)
	}
	return template.HTML(template.HTMLEscapeString(text))
}

// Share returns the percentage that a cell of the column P(best) holds, for its
// bar; nothing elsewhere.
func (c content) Share(head, text string) string {
	digits, ok := strings.CutSuffix(text, " %")
	if head != "P(best)" || !ok {
		return ""
	}
	digits = strings.TrimLeft(digits, "<> ")
	if x, err := strconv.ParseFloat(digits, 64); err != nil || x < 0 || x > 100 {
		return ""
	}
	return digits
}

// Turns returns the flips that there is room for.
func (c content) Turns() []string { return c.Flips[:min(len(c.Flips), mostFlips)] }

// Changed returns the changes that there is room for.
func (c content) Changed() []Change { return c.Changes[:min(len(c.Changes), mostChanges)] }

// Cited returns the values with a source that there is room for.
func (c content) Cited() []Sourced { return c.Sourced[:min(len(c.Sourced), mostSourced)] }

// Authored returns the author's own values that there is room for.
func (c content) Authored() []string { return c.Own[:min(len(c.Own), mostOwn)] }

// Unauthored counts the author's own values that are left out.
func (c content) Unauthored() int { return len(c.Own) - len(c.Authored()) }

// Unshown counts the changes that are left out.
func (c content) Unshown() int { return len(c.Changes) - len(c.Changed()) }

// Uncited counts the values with a source that are left out.
func (c content) Uncited() int { return len(c.Sourced) - len(c.Cited()) }
