package tree

import (
	"strconv"
	"strings"
)

// ParseSet reads a key given on the command line, as in
//
//	talk.persuasion.friends=0.05
//	strategy.community commerce.community.hosts_per_week = 2
//	product.price="0.03/year"
//
// It returns the path of the key and the value. Names with blanks need no
// quotes, names with dots do, and so do no words.
func ParseSet(arg string, rank int) ([]string, *Node, Faults) {
	src := &Source{Name: "--set", Origin: Set, Rank: rank, Text: []byte(arg)}
	if f := guard(src); f != nil {
		return nil, nil, f
	}
	key, text, ok := strings.Cut(arg, "=")
	if !ok {
		return nil, nil, Faults{At(src.place(0, len(arg)), "%q sets nothing", short(arg)).Wanting("key=value, as talk.rate=0.05")}
	}
	if strings.ContainsAny(arg, "\r\n") {
		return nil, nil, Faults{At(src.place(0, len(arg)), "%q has more than one line", short(arg)).Wanting("key=value")}
	}
	path := ParsePath(key)
	for _, name := range path {
		if name == "" || len(path) > MaxDepth {
			return nil, nil, Faults{At(src.place(0, len(key)), "%q is not the path of a key", short(key)).Wanting("names with dots between, as talk.persuasion.friends")}
		}
	}
	value, faults := setValue(strings.TrimSpace(text))
	at := len(key) + 1 + len(text) - len(strings.TrimLeft(text, " \t"))
	place := src.place(at, len(strings.TrimSpace(text)))
	if faults != nil {
		return nil, nil, Faults{At(place, "%s", faults[0].Message)}
	}
	value.settle(src.place(0, len(strings.TrimSpace(key))), place, strings.Join(path[:len(path)-1], "."))
	return path, value, nil
}

// setValue reads a value as TOML, and a plain word as a text.
func setValue(text string) (*Node, Faults) {
	if text == "" {
		return nil, Faults{At(Place{}, "a value is missing")}
	}
	root, faults := Parse(&Source{Name: "--set", Origin: Set, Text: []byte("value = " + text)})
	if n := root.Get("value"); faults == nil && n != nil && len(root.Keys) == 1 && !strings.HasPrefix(text, "#") {
		return n, nil
	}
	if faults != nil && strings.ContainsAny(text[:1], `[{"'`) {
		return nil, faults
	}
	return NewText(text), nil
}

// settle gives a node and all below it the places of a --set.
func (n *Node) settle(key, value Place, in string) {
	n.Key, n.Value, n.In = key, value, in
	for _, c := range n.List {
		c.settle(key, value, in)
	}
	for _, c := range n.Items {
		c.settle(key, value, in)
	}
}

// ParsePath splits a dotted path into names. A name in quotes may have dots.
func ParsePath(path string) []string {
	root, faults := Parse(&Source{Text: []byte(strings.TrimSpace(path) + " = 0")})
	if faults == nil && root != nil {
		var names []string
		for n := root; n.Kind == Table && len(n.Keys) == 1; n = n.Items[n.Keys[0]] {
			names = append(names, n.Keys[0])
		}
		if len(names) > 0 {
			return names
		}
	}
	names := strings.Split(path, ".")
	for i, name := range names {
		names[i] = strings.Trim(strings.TrimSpace(name), `"'`)
	}
	return names
}

// Put lays a value over a tree at a path. In a list of tables the next part of
// the path is the name of one, or its number from 1.
func Put(n *Node, path []string, value *Node) (*Node, Faults) {
	if len(path) == 0 {
		return Over(n, value), nil
	}
	if n != nil && n.Kind == List {
		i, fault := n.pick(path[0], value.Key)
		if fault != nil {
			return n, fault
		}
		c := *n
		c.List = append([]*Node(nil), n.List...)
		if len(path) == 1 && value.Off() {
			c.List = append(c.List[:i], c.List[i+1:]...)
			return &c, nil
		}
		one, faults := Put(n.List[i], path[1:], value)
		c.List[i] = one
		return &c, faults
	}
	if n == nil || n.Kind != Table {
		n = NewTable()
		n.Key, n.Value = value.Key, value.Value
	}
	below, faults := Put(n.Items[path[0]], path[1:], value)
	return n.With(path[0], below), faults
}

// pick finds a table of a list by name or number.
func (n *Node) pick(name string, at Place) (int, Faults) {
	var names []string
	for i, one := range n.List {
		if t := one.Get("name"); t != nil {
			if names = append(names, t.Text); t.Text == name {
				return i, nil
			}
		}
	}
	if i, err := strconv.Atoi(name); err == nil && i >= 1 && i <= len(n.List) {
		return i - 1, nil
	}
	f := At(at, "there is no %q here", short(name))
	if near := Nearest(name, names); near != "" {
		f.Message += ": did you mean " + strconv.Quote(near) + "?"
	}
	switch {
	case len(names) > 0:
		f = f.Wanting("one of %s, or a number from 1", strings.Join(names, ", "))
	default:
		f = f.Wanting("a number from 1 to %d", len(n.List))
	}
	return 0, Faults{f}
}
