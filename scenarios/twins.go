package scenarios

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"grapevine/knob"
	"grapevine/scenarios/tree"
)

// twins reads what runs are compared with, and tries the tables that are to be
// taken away.
func (l *loader) twins(n *tree.Node, s *Scenario) {
	s.Twins = *knob.Defaults(&Twins{})
	t := l.table(n, "twins")
	if t == nil {
		return
	}
	s.brief.add(sectionNamed("twins"), "twins", l.fill(t, "twins", nil, &s.Twins))
	at := t.Get("without")
	for k, tables := range s.Twins.Without {
		place := at.Place()
		if at.Kind == tree.List {
			place = at.List[k].Place()
		}
		l.tryWithout(place, tables, s.Strategies)
		if slices.Contains(s.Twins.Without[:k], tables) {
			l.fault(tree.At(place, "without names %q twice", tables).Wanting("each once").See("twins.without"))
		}
	}
}

// tryWithout checks that strategies have all the tables, and can do without
// them.
func (l *loader) tryWithout(at tree.Place, tables string, strategies []Strategy) {
	there := map[string]bool{}
	for _, y := range strategies {
		for _, m := range y.Plan.Mechanisms {
			kind, _, _ := strings.Cut(m.Name, ".")
			there[m.Name], there[kind] = true, true
		}
	}
	for _, name := range strings.Split(tables, "+") {
		if !there[name] {
			names := slices.Sorted(maps.Keys(there))
			l.fault(unknown(at, fmt.Sprintf("without = %q: no strategy has a table [%s]", tables, name), name, names).Wanting("%s", oneOf(names)).See("twins.without"))
			return
		}
	}
	for _, y := range strategies {
		twin, ok := y.Plan.Without(tables)
		if !ok {
			continue
		}
		for _, fault := range twin.CheckMechanisms() {
			l.fault(tree.At(at, "strategy %q cannot do without %s: %v", y.Name, tables, fault).
				Wanting("tables that can stand alone, or several joined by +, as \"community+commerce\"").See("twins.without"))
		}
	}
}
