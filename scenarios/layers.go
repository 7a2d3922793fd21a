package scenarios

import (
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"grapevine/knob"
	"grapevine/network"
	"grapevine/scenarios/tree"
	"grapevine/sim"
)

// layers reads the [network.…] tables: each is a kind of graph with the keys
// of that kind, and the keys that every layer has.
func (l *loader) layers(t *tree.Node, customers int, d *design) []sim.Layer {
	if t == nil || t.Off() {
		return nil
	}
	if t.Kind != tree.Table {
		l.fault(cannot(t, "network").Wanting("tables with names, as [network.friends]").See("network"))
		return nil
	}
	var all []sim.Layer
	for _, name := range t.Keys {
		n := t.Items[name]
		switch {
		case n.Off():
		case n.Kind != tree.Table:
			l.fault(cannot(n, "network."+name).Wanting("a table, as [network.friends] with a kind").See("network"))
		default:
			all = append(all, l.layer(name, n, customers, d))
		}
	}
	return all
}

// layerHead holds the key that says what the others are.
type layerHead struct {
	Kind string `toml:"kind" doc:"Kind of graph: grapevine list generators."`
}

func (l *loader) layer(name string, n *tree.Node, customers int, d *design) sim.Layer {
	layer := sim.Layer{Name: name, LayerTable: *knob.Defaults(&sim.LayerTable{})}
	kind, ok := l.kindOf(name, n)
	layer.Graph = kind.Make()
	own := stale(n, layer.Graph)
	if !ok {
		own = n.Keys // without a kind nobody can say which keys are right
	}
	l.spoilt = nil
	keys := l.fill(n, "network", own, &layerHead{}, layer.Graph, &layer.LayerTable)
	d.add(sectionNamed("network"), "network."+quoted(name), keys)
	if ok && l.graphFile(n, layer.Graph) {
		layer.Graph = l.asRead(layer.Graph)
		if _, reads := layer.Graph.(network.Sizer); !reads || !l.quick {
			l.blame(layer.Graph.Validate(customers), n, "[network."+quoted(name)+"]", n.Get("kind").Text, l.spoilt)
			l.told(layer)
		}
	}
	return layer
}

// asRead returns a network as it has been read before, from the same file in the
// same way, so that its file is read once.
func (l *loader) asRead(g network.Generator) network.Generator {
	e, ok := g.(*network.EdgeList)
	if !ok {
		return g
	}
	for _, layer := range l.read {
		if of, ok := layer.Graph.(*network.EdgeList); ok && of.Path == e.Path && of.Directed == e.Directed && of.Weighted == e.Weighted {
			return of
		}
	}
	return g
}

// told notes what was made of a network that was read from a file.
func (l *loader) told(layer sim.Layer) {
	if e, ok := layer.Graph.(*network.EdgeList); ok {
		if _, read, err := e.Read(); err == nil {
			l.note("network." + layer.Name + ": " + strings.ReplaceAll(strings.TrimSpace(read.String()), "\n", " "))
		}
	}
}

// kindOf finds the kind of a layer.
func (l *loader) kindOf(name string, n *tree.Node) (network.Kind, bool) {
	kinds := slices.Sorted(maps.Keys(network.Kinds))
	k := n.Get("kind")
	switch {
	case k == nil:
		l.fault(tree.At(n.Place(), "[network.%s] has no kind", quoted(name)).Wanting("kind = one of grapevine list generators").See("network"))
	case k.Kind != tree.Text:
		l.fault(cannot(k, "kind").Wanting("one of grapevine list generators").See("network"))
	default:
		if kind, ok := network.Kinds[k.Text]; ok {
			return kind, true
		}
		l.fault(unknown(k.Place(), "there is no network of kind "+strconv.Quote(k.Text), k.Text, kinds).Wanting("one of grapevine list generators").See("network"))
	}
	return network.Kinds[kinds[0]], false
}

// stale lists the keys of a layer that belong to the kind that it had in a
// scenario below, and mean nothing to the kind it has now.
func stale(n *tree.Node, now network.Generator) []string {
	kind := n.Get("kind")
	if kind == nil || !kind.Value.Known() {
		return nil
	}
	var old []string
	for _, key := range n.Keys {
		at := n.Items[key].Key
		if at.Known() && at.Source.Rank < kind.Value.Source.Rank && !slices.Contains(keysOf(now), key) {
			old = append(old, key)
		}
	}
	return old
}

// keysOf lists the keys of a struct.
func keysOf(of any) []string {
	var keys []string
	for _, f := range knob.Fields(of) {
		keys = append(keys, f.Key)
	}
	return keys
}

// graphFile makes the path of a graph that is read from a file relative to
// the scenario that names it, and reports whether the file is there.
func (l *loader) graphFile(n *tree.Node, g network.Generator) bool {
	for _, f := range knob.Fields(g) {
		if f.Key != "path" || f.Type.Kind() != reflect.String {
			continue
		}
		v, at := reflect.ValueOf(g).Elem().FieldByIndex(f.Index), n.Get("path")
		if at == nil || at.Text == "" {
			l.fault(tree.At(n.Place(), "a network of kind %s needs a path", n.Get("kind").Text).Wanting(`the file with the ties, as path = "friends.csv"`).See("path"))
			return false
		}
		path, err := locate(at)
		if err != nil {
			l.fault(tree.At(at.Place(), "the network file %q cannot be read: %v", path, err).Wanting("a path relative to the scenario's folder").See("path"))
			return false
		}
		v.SetString(path)
	}
	return true
}

// locate finds a file that a scenario names: beside the scenario, or, for one
// that was written out elsewhere, where the program runs.
func locate(at *tree.Node) (string, error) {
	path := beside(at.Place().Source, at.Text)
	info, err := fs.Stat(Disk, path)
	if err != nil && path != at.Text {
		if other, otherErr := fs.Stat(Disk, at.Text); otherErr == nil {
			path, info, err = at.Text, other, nil
		}
	}
	if err == nil {
		err = readable(info)
	}
	return path, plainly(err)
}
