package scenarios

import (
	"reflect"
	"slices"
	"strings"

	"grapevine/knob"
	"grapevine/scenarios/tree"
	"grapevine/sim"
)

// mechanisms reads the tables of one kind: [advertising] and any number of
// further campaigns such as [advertising.spring], each with all keys of its
// own. Where there are campaigns, [advertising] is one more if it has keys.
func (l *loader) mechanisms(s *section, t *tree.Node, d *design) (made []placed) {
	if t == nil || t.Off() {
		return nil
	}
	if t.Kind != tree.Table {
		l.fault(cannot(t, s.name).Wanting("a table, as [%s], or false to switch it off", s.name).See(s.name))
		return nil
	}
	known := map[string]bool{} // and whether it takes a table
	for _, f := range knob.Fields(s.make()) {
		first, _, dotted := strings.Cut(f.Key, ".")
		known[first] = dotted || f.Type.Kind() == reflect.Map
	}
	campaigns := campaignsOf(t, known)
	add := func(name string, n *tree.Node, others ...string) {
		m := s.make().(sim.Mechanism)
		l.spoilt = nil
		d.add(s, name, l.fill(n, s.name, others, m))
		made = append(made, placed{sim.Named{Name: name, Mechanism: m}, n, l.spoilt})
	}
	if len(campaigns) < len(t.Keys) || len(campaigns) == 0 {
		add(s.name, t, campaigns...)
	}
	for _, name := range campaigns {
		if n := t.Items[name]; !n.Off() {
			add(s.name+"."+quoted(name), n)
		}
	}
	return made
}

// placed is a mechanism with the table it was read from.
type placed struct {
	sim.Named
	table  *tree.Node
	spoilt []string // keys whose values could not be used
}

// campaignsOf lists, by name, the tables within a mechanism's table that are no
// keys of it. A name that looks like a misspelt key that takes a table is none.
func campaignsOf(t *tree.Node, known map[string]bool) []string {
	var names, keys []string
	for key, table := range known {
		if table {
			keys = append(keys, key)
		}
	}
	for _, key := range t.Keys {
		n := t.Items[key]
		if _, is := known[key]; !is && (n.Kind == tree.Table || n.Off()) && tree.Nearest(key, keys) == "" {
			names = append(names, key)
		}
	}
	slices.Sort(names)
	return names
}
