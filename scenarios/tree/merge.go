package tree

// Over lays one tree over another, key by key, and returns the result. Tables
// are joined; lists of tables with names are joined by name; everything else
// is replaced. Neither tree is changed.
func Over(below, above *Node) *Node {
	switch {
	case below == nil:
		return above
	case above == nil:
		return below
	case below.Kind == Table && above.Kind == Table:
		return overTable(below, above)
	case below.named() && above.named():
		return overNamed(below, above)
	}
	return above
}

func overTable(below, above *Node) *Node {
	n := *above
	n.Written = below.Written || above.Written
	if !above.Written && below.Key.Known() {
		n.Key, n.Value = below.Key, below.Value
	}
	n.Keys, n.Items = nil, make(map[string]*Node, len(below.Items)+len(above.Items))
	for _, key := range below.Keys {
		n.put(key, Over(below.Items[key], above.Items[key]))
	}
	for _, key := range above.Keys {
		if below.Items[key] == nil {
			n.put(key, above.Items[key])
		}
	}
	return &n
}

// overNamed joins lists such as [[strategy]]: who has the same name is the
// same, who is new comes last.
func overNamed(below, above *Node) *Node {
	n := *above
	n.List = nil
	taken := map[*Node]bool{}
	for _, old := range below.List {
		for _, item := range above.List {
			if item.Get("name").Text == old.Get("name").Text {
				old, taken[item] = Over(old, item), true
			}
		}
		n.List = append(n.List, old)
	}
	for _, item := range above.List {
		if !taken[item] {
			n.List = append(n.List, item)
		}
	}
	return &n
}

// named reports whether a node is a list of tables that all have a name.
func (n *Node) named() bool {
	if n.Kind != List || len(n.List) == 0 {
		return false
	}
	for _, item := range n.List {
		if name := item.Get("name"); name == nil || name.Kind != Text {
			return false
		}
	}
	return true
}
