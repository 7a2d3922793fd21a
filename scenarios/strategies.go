package scenarios

import (
	"strings"

	"grapevine/knob"
	"grapevine/scenarios/tree"
)

// onlyStrategy is what a market without strategies is called in tables.
const onlyStrategy = "market"

// strategies reads every strategy: the market, over it the blocks it uses, and
// over these its own tables.
func (l *loader) strategies(root *tree.Node, h Head) []Strategy {
	market := root.With("strategy", nil)
	list := l.tables(root.Get("strategy"), "strategy")
	if len(list) == 0 {
		p, d := l.plan(market, h, true)
		return []Strategy{{Name: onlyStrategy, Plan: p, design: d, own: tree.NewTable()}}
	}
	var all []Strategy
	seen := map[string]tree.Place{}
	for i, t := range list {
		head := knob.Defaults(&StrategyHead{})
		own, keys := l.strategyHead(t, head)
		at := t.Place()
		if n := t.Get("name"); n != nil {
			at = n.Place()
		}
		switch first, twice := seen[head.Name]; {
		case head.Name == "":
			l.fault(tree.At(at, "strategy %d has no name", i+1).Wanting(`a name, as name = "brand advocacy"`).See("strategy.name"))
		case !sound(head.Name):
			l.fault(tree.At(at, "strategy name %q does not fit into tables", head.Name).Wanting("up to 80 letters, without blanks at the ends"))
		case twice:
			l.fault(tree.At(at, "two strategies are called %q", head.Name).Wanting("a name for each; the first is on line %d", first.Line))
		}
		seen[head.Name] = at
		above := tree.NewTable()
		for k, name := range head.Use {
			above = tree.Over(above, l.block(name, t.Get("use"), k))
		}
		above = tree.Over(above, own)
		p, d := l.plan(tree.Over(market, above), h, true)
		all = append(all, Strategy{Name: head.Name, About: head.About, Blocks: head.Use, Plan: p, head: keys, design: d, own: above})
	}
	return all
}

// strategyHead reads the keys of a strategy that are not the market's, and
// returns the tables that are, and the keys that are not.
func (l *loader) strategyHead(t *tree.Node, head *StrategyHead) (*tree.Node, []setting) {
	own := tree.NewTable()
	own.Key, own.Value = t.Key, t.Value
	about := tree.NewTable()
	for _, key := range t.Keys {
		n := t.Items[key]
		if s := sectionNamed(key); s != nil && s.own {
			own = own.With(key, n)
		} else if !l.common(n, key, s) {
			about = about.With(key, n)
		}
	}
	var tables []string
	for _, s := range sections() {
		if s.own {
			tables = append(tables, s.name)
		}
	}
	return own, l.fill(about, "strategy", tables, head)
}

// common reports a key that all strategies must share, so that they meet the
// same customers with the same luck.
func (l *loader) common(n *tree.Node, key string, s *section) bool {
	where := "at the top of the file"
	switch {
	case s != nil:
		where = "as [" + s.name + "], outside the strategy"
	case key == "title" || !strings.Contains(" "+strings.Join(keysOf(&Head{}), " ")+" ", " "+key+" "):
		return false
	}
	l.fault(tree.At(n.Key, "%s cannot differ from strategy to strategy: they are compared on the same customers, with the same luck", key).
		Wanting("it %s, for all strategies", where).See(key))
	return true
}

// block reads the tables of the k-th block that a strategy uses.
func (l *loader) block(name string, use *tree.Node, k int) *tree.Node {
	by := use
	if use.Kind == tree.List {
		by = use.List[k]
	}
	if by.Kind != tree.Text {
		return nil // reported as a key
	}
	root, _ := l.find("strategy block", name, by, block, onShelf("strategies"))
	if root == nil {
		return nil
	}
	var head struct {
		Title string `toml:"title" doc:"What the block is."`
	}
	about := tree.NewTable()
	for _, key := range root.Keys {
		if s := sectionNamed(key); s != nil && s.own {
			continue
		} else if s != nil {
			l.fault(tree.At(root.Items[key].Key, "%s cannot stand in a strategy block", key).Wanting("it in the scenario"))
		} else {
			about = about.With(key, root.Items[key])
		}
		root = root.With(key, nil)
	}
	l.fill(about, "strategy", nil, &head)
	return root
}

// sound reports whether a name can stand in tables, pictures and paths.
func sound(name string) bool {
	return strings.TrimSpace(name) == name && name != "" && len(name) <= 80 && !strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f })
}
