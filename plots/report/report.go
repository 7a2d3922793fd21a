// Package report turns a results folder into one page to print or pass on: the
// answer, how sure it is, when it pays, what makes the difference, what was
// assumed and how to get the same again. It reads tables and the answer that
// stands beside them, and runs nothing.
package report

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"

	"grapevine/plots"
	"grapevine/sim/results"
)

// AnswerFile is the file of a results folder in which the answer stands.
const AnswerFile = "answer.json"

// Answer is what a run has printed, in its parts.
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

var layout = template.Must(template.New("page").Parse(page))

// picture is a figure of the page.
type picture struct {
	Name string
	SVG  template.HTML
}

// content is what the page shows.
type content struct {
	Answer
	Lead      string
	Rest      []string
	Cash      *picture
	Pictures  []picture
	Manifest  results.Manifest
	Scenario  string
	Hash      string
	Objective string
	Own       []string // lines of the scenario that somebody has set and vouches for
}

// order is that of the pictures: when it pays, what makes the difference, what
// must be true, where people stall, what a customer is due to.
var order = []string{"cash", "gains", "tornado", "funnel", "sources", "shares"}

// half is the size of a picture beside another.
var half = plots.Size{Name: "half", Width: 4.9 * vg.Inch, Height: 3.1 * vg.Inch, Text: 8, DPI: 96}

// Make returns the page of a results folder.
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
	text, err := os.ReadFile(filepath.Join(dir, AnswerFile))
	if err != nil {
		return nil, fmt.Errorf("%s holds no answer (%s): run the scenario again with this version", dir, AnswerFile)
	}
	c := content{Manifest: m, Hash: m.Inputs["scenario"]}
	if err := json.Unmarshal(text, &c.Answer); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(dir, AnswerFile), err)
	}
	if len(c.Sentences) > 0 {
		c.Lead, c.Rest = c.Sentences[0], c.Sentences[1:]
	}
	if scenario, err := os.ReadFile(filepath.Join(dir, "scenario.toml")); err == nil {
		c.Own = vouched(string(scenario))
	}
	data := plots.From(dir, plots.ContextOf(m))
	for _, name := range order {
		kind, ok := plots.Kinds[name]
		if !ok {
			continue
		}
		figure, err := kind.Draw(data)
		if errors.Is(err, plots.ErrNothing) || errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("report, %s: %w", name, err)
		}
		size := half
		if name == "cash" {
			size = plots.Web
		}
		svg, err := figure.SVG(size)
		if err != nil {
			return nil, err
		}
		p := picture{name, inline(svg)}
		if name == "cash" {
			c.Cash = &p
		} else {
			c.Pictures = append(c.Pictures, p)
		}
	}
	var b bytes.Buffer
	if err := layout.Execute(&b, c); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

var (
	prolog = regexp.MustCompile(`(?s)^<\?xml.*?\?>\s*(<!--.*?-->\s*)?`)
	fixed  = regexp.MustCompile(`<svg width="[^"]*" height="[^"]*"`)
)

// inline makes a picture part of a page: without a head of its own, as wide as
// there is room. The picture is ours, its texts are escaped where it is made.
func inline(svg []byte) template.HTML {
	text := prolog.ReplaceAllString(string(svg), "")
	return template.HTML(fixed.ReplaceAllString(text, "<svg"))
}

// vouched lists the values of a scenario that are set with a source or by its
// author, under the header of their table; defaults are left out.
func vouched(scenario string) []string {
	var all []string
	table := ""
	for line := range strings.Lines(scenario) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "["):
			table = strings.Trim(line, "[]")
		case line == "" || strings.HasPrefix(line, "#") || table == "":
		default:
			value, note, _ := strings.Cut(line, "  # ")
			if strings.Contains(note, "illustrative") || !strings.Contains(note, "source:") {
				continue
			}
			_, source, _ := strings.Cut(note, "source: ")
			if own := table + "." + value + " — " + source; !slices.Contains(all, own) {
				all = append(all, own)
			}
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
