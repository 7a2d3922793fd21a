package scenarios

import (
	"fmt"
	"math"
	"slices"

	"grapevine/knob"
	"grapevine/scenarios/tree"
)

// scenario reads the whole of a scenario: its head, its market, its
// strategies, and what is asked of the results.
func (l *loader) scenario(root *tree.Node) *Scenario {
	s := &Scenario{root: root, Head: *knob.Defaults(&Head{})}
	s.brief.add(&section{}, "", l.head(root, &s.Head))
	s.Money = *knob.Defaults(&Money{})
	l.fill(l.table(root.Get("money"), "money"), "money", nil, &s.Money)
	l.market, l.marketDesign = l.plan(root, s.Head, false)
	s.market = l.marketDesign
	s.Strategies = l.strategies(root, s.Head)
	agree(s.Strategies)
	l.clocks(root, s.Strategies)
	var names []string
	for _, y := range s.Strategies {
		names = append(names, y.Name)
	}
	l.objective(root.Get("objective"), s)
	l.twins(root.Get("twins"), s)
	l.asserts(root.Get("assert"), names, s)
	l.levers(root.Get("levers"))
	l.sweep(root.Get("sweep"), s)
	l.tryFactors(s)
	return s
}

// head reads the keys at the top of the file.
func (l *loader) head(root *tree.Node, h *Head) []setting {
	var tables []string
	for _, s := range sections() {
		tables = append(tables, s.name)
	}
	keys := l.fill(root, "", tables, h)
	l.stageNames = l.stages(root, h)
	if n := root.Get("step"); n != nil {
		if parts := 1 / float64(h.Step); math.Abs(parts-math.Round(parts)) > 1e-9 {
			l.fault(tree.At(n.Place(), "a step of %g weeks does not fit into a week evenly", float64(h.Step)).
				Wanting(`"day", "week", "hour" or one over a whole number`).See("step"))
		}
	}
	return keys
}

// levers checks that the keys named as levers are keys. Where one is not in use,
// as that of a table switched off, the lab goes without it.
func (l *loader) levers(n *tree.Node) {
	names := []*tree.Node{n}
	if n != nil && n.Kind == tree.List {
		names = n.List
	}
	for _, key := range names {
		if key != nil && key.Kind == tree.Text && find(key.Text) == nil {
			l.fault(tree.At(key.Place(), "%q in levers is no key", key.Text).Wanting(`a key as --set takes it, such as "talk.persuasion.friends"`).See("levers"))
		}
	}
}

func (l *loader) objective(n *tree.Node, s *Scenario) {
	s.Objective = *knob.Defaults(&Objective{})
	o := &s.Objective
	t := l.table(n, "objective")
	if t == nil {
		return
	}
	s.brief.add(sectionNamed("objective"), "objective", l.fill(t, "objective", nil, o))
	if (o.Maximise == "") == (o.Minimise == "") {
		l.fault(tree.At(t.Place(), "the objective has %s metric", map[bool]string{true: "no", false: "more than one"}[o.Maximise == ""]).
			Wanting(`maximise = "profit", or minimise with a metric of which less is better`).See("objective"))
	}
	for _, key := range []string{"maximise", "minimise"} {
		l.metric(t.Get(key), key)
	}
	if also := t.Get("also"); also != nil && also.Kind == tree.List {
		for _, n := range also.List {
			l.metric(n, "also")
		}
	}
	for i, week := range o.Horizons {
		if week > s.Weeks {
			l.fault(tree.At(t.Get("horizons").List[i].Place(), "the horizon of %d weeks is beyond the run of %d", week, s.Weeks).Wanting("weeks = %d or more, or an earlier horizon", week).See("objective.horizons"))
		}
	}
	switch h := t.Get("horizon"); {
	case o.Horizon > s.Weeks:
		l.fault(tree.At(h.Place(), "the horizon of %d weeks is beyond the run of %d", o.Horizon, s.Weeks).Wanting("weeks = %d or more, or an earlier horizon", o.Horizon).See("objective.horizon"))
	case o.Horizon == 0:
		o.Horizon = s.Weeks
	}
}

// metric checks that a key names a metric.
func (l *loader) metric(n *tree.Node, key string) {
	names := metricNames()
	if n == nil || n.Kind != tree.Text || n.Text == "" || slices.Contains(names, n.Text) {
		return
	}
	l.fault(unknown(n.Place(), fmt.Sprintf("%s = %q%s is no metric", key, n.Text, in(n)), n.Text, names).
		Wanting("a metric: grapevine list metrics"))
}

func (l *loader) asserts(n *tree.Node, strategies []string, s *Scenario) {
	for _, t := range l.tables(n, "assert") {
		a := knob.Defaults(&Assert{})
		s.brief.add(sectionNamed("assert"), "assert", l.fill(t, "assert", nil, a))
		for _, key := range []string{"metric", "strategy"} {
			if t.Get(key) == nil {
				l.fault(tree.At(t.Place(), "[[assert]] has no %s", key).Wanting(`metric, strategy, and better_than, at_least or at_most`).See("assert"))
			}
		}
		l.metric(t.Get("metric"), "metric")
		for _, key := range []string{"strategy", "better_than"} {
			if y := t.Get(key); y != nil && y.Kind == tree.Text && !(key == "better_than" && y.Text == "") && !slices.Contains(strategies, y.Text) {
				l.fault(unknown(y.Place(), fmt.Sprintf("%s = %q in [[assert]] is no strategy", key, y.Text), y.Text, strategies).Wanting("%s", oneOf(strategies)))
			}
		}
		if a.BetterThan == "" && a.AtLeast == nil && a.AtMost == nil && t.Get("metric") != nil {
			l.fault(tree.At(t.Place(), "[[assert]] says nothing of %s", a.Metric).Wanting("better_than, at_least or at_most").See("assert"))
		}
		s.Asserts = append(s.Asserts, *a)
	}
}
