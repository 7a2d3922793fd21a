package tree

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Kind is the kind of a node.
type Kind int

// The kinds of nodes.
const (
	Table Kind = iota
	List
	Text
	Integer
	Float
	Boolean
	Date
)

// Node is a value of a file: a table, a list or a plain value. Nodes are not
// changed once they are read; laying one over another makes new ones.
type Node struct {
	Kind  Kind
	Text  string   // of a text; of another plain value, as it was written
	List  []*Node  // of a list
	Keys  []string // of a table, in the order of the file
	Items map[string]*Node

	Key     Place  // where the key stands, or the header of a table
	Value   Place  // where the value stands
	In      string // header of the table the key is written under; empty for the top
	Note    string // the comment that ends the line
	Written bool   // of a table: it has a header or braces of its own
}

// NewTable makes a table without keys.
func NewTable() *Node { return &Node{Kind: Table, Items: map[string]*Node{}} }

// NewText makes a text that nobody wrote.
func NewText(s string) *Node { return &Node{Kind: Text, Text: s} }

// Get returns the value of a key of a table, or nil.
func (n *Node) Get(key string) *Node {
	if n == nil || n.Kind != Table {
		return nil
	}
	return n.Items[key]
}

// Find follows a path of keys from table to table.
func (n *Node) Find(path ...string) *Node {
	for _, key := range path {
		n = n.Get(key)
	}
	return n
}

// put sets a key of a table that is being made.
func (n *Node) put(key string, value *Node) {
	if _, ok := n.Items[key]; !ok {
		n.Keys = append(n.Keys, key)
	}
	n.Items[key] = value
}

// With returns a copy of a table in which a key has another value; nil leaves
// the key out.
func (n *Node) With(key string, value *Node) *Node {
	c := *n
	c.Keys, c.Items = slices.Clone(n.Keys), maps.Clone(n.Items)
	if value == nil {
		delete(c.Items, key)
		c.Keys = slices.DeleteFunc(c.Keys, func(k string) bool { return k == key })
		return &c
	}
	c.put(key, value)
	return &c
}

// Number returns the value of an integer or float.
func (n *Node) Number() (float64, bool) {
	digits := strings.ReplaceAll(n.Text, "_", "")
	switch n.Kind {
	case Integer:
		i, err := strconv.ParseInt(digits, 0, 64)
		return float64(i), err == nil
	case Float:
		x, err := strconv.ParseFloat(digits, 64)
		return x, err == nil || math.IsInf(x, 0)
	}
	return 0, false
}

// Int returns the value of an integer, or of a float without decimals.
func (n *Node) Int() (int64, bool) {
	if n.Kind == Integer {
		i, err := strconv.ParseInt(strings.ReplaceAll(n.Text, "_", ""), 0, 64)
		return i, err == nil
	}
	x, ok := n.Number()
	return int64(x), ok && x == math.Trunc(x) && math.Abs(x) < 1<<53
}

// Off reports whether the node is false where a table could stand: what was
// there is switched off.
func (n *Node) Off() bool { return n != nil && n.Kind == Boolean && n.Text == "false" }

// String shows the value as a fault names it.
func (n *Node) String() string {
	switch n.Kind {
	case Table:
		return "a table"
	case List:
		return "a list"
	case Text:
		return strconv.Quote(short(n.Text))
	}
	return short(n.Text)
}

// Place returns where to point for the node: at its value, or at its key.
func (n *Node) Place() Place {
	if n == nil {
		return Place{}
	}
	if n.Value.Known() && n.Kind != Table && n.Kind != List {
		return n.Value
	}
	if n.Key.Known() {
		return n.Key
	}
	return n.Value
}

// short cuts a text that is too long for a message.
func short(s string) string {
	const longest = 60
	if r := []rune(plain(s)); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return s
}

// Plain returns the value as a text, number, boolean, slice or map.
func (n *Node) Plain() any {
	switch n.Kind {
	case Table:
		m := map[string]any{}
		for key, value := range n.Items {
			m[key] = value.Plain()
		}
		return m
	case List:
		all := make([]any, len(n.List))
		for i, value := range n.List {
			all[i] = value.Plain()
		}
		return all
	case Boolean:
		return n.Text == "true"
	case Integer:
		i, _ := n.Int()
		return i
	case Float:
		x, _ := n.Number()
		return x
	}
	return n.Text
}

// Inline returns the value as --set reads it: a plain value as it was written, a
// table or list in braces or brackets.
func (n *Node) Inline() string {
	if n.Kind == Text {
		return n.Text
	}
	return n.inline()
}

func (n *Node) inline() string {
	var parts []string
	switch n.Kind {
	case Table:
		for _, key := range n.Keys {
			parts = append(parts, strconv.Quote(key)+" = "+n.Items[key].inline())
		}
		return "{ " + strings.Join(parts, ", ") + " }"
	case List:
		for _, one := range n.List {
			parts = append(parts, one.inline())
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case Text:
		return strconv.Quote(n.Text)
	}
	return n.Text
}
