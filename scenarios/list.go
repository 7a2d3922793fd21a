package scenarios

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"grapevine/network"
	"grapevine/scenarios/tree"
	"grapevine/sim/mechanism"
	"grapevine/sim/metric"
)

// Entry is one line of a list: a name and what it stands for.
type Entry struct {
	Name        string `json:"name"`
	Description string `json:"description"`
}

// lists are what can be listed, by kind.
var lists = map[string]func() []Entry{
	"presets":    Presets,
	"classics":   func() []Entry { return titles(onShelf("classics"), preset) },
	"replicate":  func() []Entry { return titles(replications(), preset) },
	"strategies": Strategies,
	"mechanisms": func() []Entry {
		return entries(mechanism.Kinds, func(k mechanism.Kind) string { return k.About })
	},
	"generators": func() []Entry {
		return entries(network.Kinds, func(k network.Kind) string { return k.About })
	},
	"metrics": func() []Entry {
		var all []Entry
		for _, m := range metric.Kinds {
			all = append(all, Entry{m.Name, m.Doc})
		}
		return all
	},
}

// List returns what there is of a kind, such as "mechanisms".
func List(kind string) ([]Entry, error) {
	list, ok := lists[kind]
	if !ok {
		kinds := slices.Sorted(maps.Keys(lists))
		return nil, fmt.Errorf("nothing is called %q: want %s", kind, oneOf(kinds))
	}
	return list(), nil
}

// Presets lists the shipped scenarios, those that replicate known results
// last.
func Presets() []Entry { return titles(presetNames(), preset) }

// Strategies lists the shipped strategy blocks.
func Strategies() []Entry { return titles(onShelf("strategies"), block) }

func entries[K any](kinds map[string]K, about func(K) string) []Entry {
	var all []Entry
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		all = append(all, Entry{name, about(kinds[name])})
	}
	return all
}

// titles lists files of the shelf by what they say of themselves.
func titles(names []string, shipped func(string) ([]byte, bool)) []Entry {
	var all []Entry
	for _, name := range names {
		data, _ := shipped(name)
		root, _ := tree.Parse(&tree.Source{Name: name, Text: data})
		e := Entry{Name: name}
		if t := root.Get("title"); t != nil {
			e.Description = strings.TrimPrefix(t.Text, strings.ReplaceAll(name, "-", " ")+": ")
		}
		all = append(all, e)
	}
	return all
}

// New returns the text of a preset, as the start of a scenario of one's own.
// Values without a source are marked as illustrative, and count as such until
// the mark is taken away.
func New(name string) ([]byte, error) {
	data, ok := preset(name)
	if _, isBlock := block(name); !ok && isBlock {
		return nil, Faults{tree.At(tree.Place{}, "%q is a block for strategies, no preset", name).
			Wanting("use = %q in a [[strategy]] of a scenario", name).See(name)}
	}
	if !ok {
		return nil, Faults{unknown(tree.Place{}, fmt.Sprintf("there is no preset %q", name), name, presetNames()).
			Wanting("a name of grapevine list presets")}
	}
	s, err := Load(name, nil)
	if err != nil {
		panic(fmt.Sprintf("scenarios: preset %s: %v", name, err))
	}
	lines := bytes.SplitAfter(data, []byte("\n"))
	for _, line := range s.unsourced() {
		text := bytes.TrimRight(lines[line-1], "\r\n")
		mark := "  # illustrative"
		if bytes.Contains(text, []byte("#")) {
			mark = "; illustrative"
		}
		lines[line-1] = append(append(slices.Clone(text), mark...), '\n')
	}
	return bytes.Join(lines, nil), nil
}

// unsourced lists the lines of the scenario's own file that set values of the
// market without a source.
func (s *Scenario) unsourced() []int {
	var lines []int
	sheets := s.market.sheets
	for _, y := range s.Strategies {
		sheets = append(sheets, y.design.sheets...)
	}
	for _, sheet := range sheets {
		for _, k := range sheet.keys {
			for _, p := range k.pieces() {
				story := p.story()
				if p.node != nil && story.illustrative() && p.counts() && filepath.Base(story.at.Source.Name) == s.Name+".toml" {
					lines = append(lines, story.at.Line)
				}
			}
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}
