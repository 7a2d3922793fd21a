package scenarios

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"grapevine/knob"
	"grapevine/network"
	"grapevine/scenarios/tree"
	"grapevine/sim/metric"
)

// topic is something that can be explained: a key, a table or a metric.
type topic struct {
	path    []string // as "talk", "persuasion"
	about   string
	field   *knob.Field    // of a key
	section *section       // of a table, and the table of a key
	of      any            // the struct with the keys of a table
	graph   string         // kind of network, where that decides
	metric  *metric.Metric // of a metric
}

// base is the one key that is gone when a scenario is read.
var base = knob.Field{Key: "base", Type: reflect.TypeFor[string](), Doc: "Another scenario to start from, a preset or a file; what follows overrides it key by key."}

// topics lists all there is to explain.
func topics() []topic {
	all := []topic{{path: []string{"base"}, about: base.Doc, field: &base}}
	keys := func(s *section, graph string, of any, within ...string) {
		for _, f := range knob.Fields(of) {
			path := append(slices.Clone(within), strings.Split(f.Key, ".")...)
			all = append(all, topic{path: path, about: f.Doc, field: &f, section: s, graph: graph})
		}
	}
	keys(nil, "", &Head{})
	for _, s := range sections() {
		of := s.make()
		all = append(all, topic{path: []string{s.name}, about: s.about, section: &s, of: of})
		if s.form == named {
			keys(&s, "", &layerHead{}, s.name)
		}
		keys(&s, "", of, s.name)
		if s.form == named {
			for _, name := range slices.Sorted(maps.Keys(network.Kinds)) {
				g := network.Kinds[name].Make()
				all = append(all, topic{path: []string{name}, about: network.Kinds[name].About, section: &s, of: g, graph: name})
				keys(&s, name, g, s.name)
			}
		}
	}
	keys(sectionNamed("sweep"), "", &Span{}, "sweep", "vary")
	for i, m := range metric.Kinds {
		all = append(all, topic{path: []string{m.Name}, about: m.Doc, metric: &metric.Kinds[i]})
	}
	return all
}

// find returns the topics that a key may mean: those with exactly its path, or
// else those whose path ends in it.
func find(key string) []topic {
	all := topics()
	for _, path := range readings(tree.ParsePath(key)) {
		var exact, ending []topic
		for _, t := range all {
			switch n := len(t.path) - len(path); {
			case slices.Equal(t.path, path):
				exact = append(exact, t)
			case n > 0 && slices.Equal(t.path[n:], path):
				ending = append(ending, t)
			}
		}
		if exact != nil {
			return exact
		}
		if ending != nil {
			return ending
		}
	}
	return nil
}

// readings lists what a path may mean without the names that users give: of
// strategies, networks, campaigns and the entries of a table.
func readings(path []string) [][]string {
	all := [][]string{path}
	if len(path) > 2 && path[0] == "strategy" {
		all = append(all, path[2:])
	}
	if len(path) > 1 && path[0] == "strategy" {
		all = append(all, path[1:])
	}
	for _, p := range slices.Clone(all) {
		if len(p) > 2 {
			all = append(all, append([]string{p[0]}, p[2:]...))
		}
	}
	if len(path) == 2 && path[0] == "network" {
		all = append(all, path[:1])
	}
	for _, p := range slices.Clone(all) {
		if n := len(p); n > 1 && slices.ContainsFunc(topics(), func(t topic) bool {
			return t.field != nil && t.field.Type.Kind() == reflect.Map && slices.Equal(t.path, p[:n-1])
		}) {
			all = append(all, p[:n-1])
		}
	}
	return all
}
