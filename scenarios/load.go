package scenarios

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"grapevine/scenarios/tree"
	"grapevine/sim"
)

// Load reads a scenario: a preset by its name or a file by its path, with keys
// overridden as by --set key=value. If the scenario is at fault the error is
// of type Faults and holds all of them.
func Load(nameOrPath string, set []string) (*Scenario, error) {
	if data, ok := preset(nameOrPath); ok && !isFile(nameOrPath) {
		return load(&tree.Source{Name: nameOrPath + ".toml", Origin: tree.Shipped, Text: data}, set)
	}
	data, err := readFile(nameOrPath)
	if err != nil {
		f := unknown(tree.Place{}, fmt.Sprintf("%q cannot be read: %v", nameOrPath, err), nameOrPath, presetNames())
		return nil, Faults{f.Wanting("a file, or one of the presets: grapevine list presets")}
	}
	return LoadBytes(nameOrPath, data, set)
}

// LoadBytes reads a scenario that is in memory. Its name is shown in faults;
// files that it mentions are looked for in the folder of that name.
func LoadBytes(name string, data []byte, set []string) (*Scenario, error) {
	return load(&tree.Source{Name: name, Origin: tree.File, Text: data}, set)
}

func load(src *tree.Source, set []string) (*Scenario, error) {
	l := &loader{}
	root, faults := tree.Parse(src)
	l.fault(faults...)
	if root == nil {
		return nil, l.faults.Err()
	}
	root, _ = l.based(root, src, []string{src.Name})
	l.tried = src.Origin == tree.Shipped && len(set) == 0
	s := l.scenario(l.override(root, set, rankOfSet))
	if err := l.faults.Err(); err != nil {
		return nil, err
	}
	s.Name, s.Notes = nameOf(src.Name), l.notes
	return s, nil
}

// nameOf is what a scenario is called by its file: the name of a folder that is
// neither hidden nor the one above.
func nameOf(file string) string {
	name := strings.TrimSuffix(filepath.Base(file), ".toml")
	return cmp.Or(strings.TrimLeft(name, "."), "scenario")
}

// With returns the scenario, but for its sweep, with further keys overridden as
// by --set. Files of networks are not read again.
func (s *Scenario) With(set []string) (*Scenario, error) {
	l := &loader{quick: true, read: s.Strategies[0].Plan.Layers}
	with := l.scenario(l.override(s.root.With("sweep", nil), set, rankOfSet))
	if err := l.faults.Err(); err != nil {
		return nil, err
	}
	with.Name = s.Name
	return with, nil
}

// rankOfSet is above that of any file.
const rankOfSet = 1 << 20

// loader collects the faults of a scenario while it is read.
type loader struct {
	faults     Faults
	quick      bool        // whether files of networks have been read before, …
	read       []sim.Layer // … and the networks that were
	tried      bool        // whether the ends of what is varied are known to be good: our tests have tried ours
	stageNames []string    // of the journey, and the scenario's own

	market       *sim.Plan // without any strategy
	marketDesign *design
	spoilt       []string // keys of the table now read whose values could not be used
	notes        []string // what the user should know though it is no fault
}

// note keeps something for the user to know, once.
func (l *loader) note(text string) {
	if !slices.Contains(l.notes, text) {
		l.notes = append(l.notes, text)
	}
}

func (l *loader) fault(f ...Fault) { l.faults = append(l.faults, f...) }

// based lays a scenario over the one it starts from, if any. It returns the
// rank of the scenario: the number of scenarios below it.
func (l *loader) based(root *tree.Node, src *tree.Source, chain []string) (*tree.Node, int) {
	const longest = 8
	base := root.Get("base")
	if base == nil {
		return root, 0
	}
	root = root.With("base", nil)
	switch {
	case base.Kind != tree.Text:
		l.fault(wrong(base, "base", "the name of a preset or the path of a file"))
		return root, 0
	case len(chain) > longest:
		l.fault(tree.At(base.Place(), "more than %d scenarios start from one another", longest))
		return root, 0
	}
	below, from := l.find("preset", base.Text, base, preset, presetNames())
	if below == nil {
		return root, 0
	}
	if slices.Contains(chain, from.Name) && from.Origin == src.Origin {
		l.fault(tree.At(base.Place(), "the scenario starts from itself: %s", strings.Join(append(chain, from.Name), " → ")))
		return root, 0
	}
	below, rank := l.based(below, from, append(chain, from.Name))
	src.Rank = rank + 1
	return tree.Over(below, root), src.Rank
}

// override lays the keys of the command line over the scenario.
func (l *loader) override(root *tree.Node, set []string, rank int) *tree.Node {
	for _, arg := range set {
		path, value, faults := tree.ParseSet(arg, rank)
		l.fault(faults...)
		if faults != nil {
			continue
		}
		if path[0] == "base" {
			l.fault(tree.At(value.Key, "base cannot be set here").Wanting("another file or preset as the argument"))
			continue
		}
		if s := sectionNamed(path[0]); s != nil && s.form == campaign && root.Get(path[0]) == nil && !value.Off() {
			l.note(fmt.Sprintf("--set %s switches [%s] on for all strategies, for the market has no such table; for one strategy: --set 'strategy.NAME.%[1]s'", arg, path[0]))
		}
		root, faults = tree.Put(root, path, value)
		l.fault(faults...)
	}
	return root
}

// unknown is the fault of a name that does not exist.
func unknown(at tree.Place, message, name string, names []string) Fault {
	if near := tree.Nearest(name, names); near != "" && near != name {
		message += ": did you mean " + strconv.Quote(near) + "?"
	}
	return tree.At(at, "%s", message)
}

// wrong is the fault of a value that is not of the kind that is wanted.
func wrong(n *tree.Node, key, want string) Fault {
	return tree.At(n.Place(), "%s is %s", key, n).Wanting("%s", want)
}
