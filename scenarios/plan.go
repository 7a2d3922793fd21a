package scenarios

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"grapevine/knob"
	"grapevine/network"
	"grapevine/scenarios/tree"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// plan reads the tables of a market, with a strategy laid over them, into a
// plan and the list of its settings. A complete market is also held against
// the rules of its mechanisms.
func (l *loader) plan(t *tree.Node, h Head, complete bool) (*sim.Plan, *design) {
	p := &sim.Plan{
		Customers: h.Customers, Weeks: h.Weeks, Step: float64(h.Step), Synchronous: h.Scheme == "synchronous",
		Stages: h.Journey,
	}
	d := &design{}
	var mechanisms []placed
	var budget *Budget
	for _, s := range sections() {
		n := t.Get(s.name)
		switch {
		case !s.model:
		case !s.own && l.market != nil:
			l.share(&s, p, d)
		case s.name == "budget":
			budget = l.budget(&s, n, d)
		case s.form == campaign:
			mechanisms = append(mechanisms, l.mechanisms(&s, n, d)...)
		case s.form == once:
			l.once(&s, n, p, d)
		case s.name == "segment":
			p.Segments = l.segments(&s, n, d)
		case s.name == "move":
			p.Moves = l.moves(&s, n, d)
		case s.name == "network":
			p.Layers = l.layers(n, h.Customers, d)
		}
	}
	if l.market == nil {
		l.placement(t.Get("placement"), p)
	}
	slices.SortFunc(mechanisms, func(a, b placed) int { return cmp.Compare(a.Name, b.Name) })
	for _, m := range mechanisms {
		p.Mechanisms = append(p.Mechanisms, m.Named)
	}
	if complete && budget != nil {
		l.split(budget, t.Get("budget"), p)
	}
	for _, m := range mechanisms {
		if complete {
			l.blame(m.Mechanism.Check(p), m.table, "["+m.Name+"]", strings.Split(m.Name, ".")[0], m.spoilt)
		}
	}
	return p, d
}

// agree gives the plans of all strategies the columns of the mechanisms that
// some of them has, so that their weekly tables have the same ones; what no
// strategy has leaves no column.
func agree(all []Strategy) {
	var tallies []sim.Tally
	seen := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(mechanism.Kinds)) {
		for _, y := range all {
			for _, m := range y.Plan.Mechanisms {
				t, ok := m.Mechanism.(sim.Tallier)
				if base, _, _ := strings.Cut(m.Name, "."); !ok || base != name {
					continue
				}
				for _, c := range t.Tallies() {
					if !seen[c.Name] {
						seen[c.Name] = true
						tallies = append(tallies, c)
					}
				}
			}
		}
	}
	for _, y := range all {
		y.Plan.Tallies = tallies
	}
}

// share gives a strategy what all strategies have in common.
func (l *loader) share(s *section, p *sim.Plan, d *design) {
	p.Segments, p.Placement, p.Moves, p.Layers = l.market.Segments, l.market.Placement, l.market.Moves, l.market.Layers
	for _, sheet := range l.marketDesign.sheets {
		if sheet.section.name == s.name {
			d.sheets = append(d.sheets, sheet)
		}
	}
}

// once reads a table that the plan has a struct for.
func (l *loader) once(s *section, n *tree.Node, p *sim.Plan, d *design) {
	of := s.make()
	keys := l.fill(l.table(n, s.name), s.name, nil, of)
	d.add(s, s.name, keys)
	switch of := of.(type) {
	case *sim.Rates:
		p.Rates = *of
	case *sim.Attitudes:
		p.Attitudes = *of
	case *sim.Hearing:
		p.Hearing = *of
	case *sim.Product:
		p.Product = *of
	case *sim.Placement:
		p.Placement = *of
	}
}

// table returns the node if it is a table, and nil if there is none.
func (l *loader) table(n *tree.Node, name string) *tree.Node {
	if n == nil || n.Off() || n.Kind == tree.Table {
		if n.Off() {
			return nil
		}
		return n
	}
	l.fault(cannot(n, name).Wanting("a table, as [%s]", name).See(name))
	return nil
}

// tables returns the tables of a list such as [[segment]].
func (l *loader) tables(n *tree.Node, name string) []*tree.Node {
	if n == nil || n.Off() {
		return nil
	}
	if n.Kind != tree.List {
		l.fault(tree.At(n.Place(), "%s%s is %s", name, in(n), n).Wanting("a list of tables, each under [[%s]]", name).See(name))
		return nil
	}
	var all []*tree.Node
	for _, one := range n.List {
		if one.Kind == tree.Table {
			all = append(all, one)
		} else {
			l.fault(cannot(one, name).Wanting("a table, under [[%s]]", name).See(name))
		}
	}
	return all
}

func (l *loader) segments(s *section, n *tree.Node, d *design) []sim.Segment {
	var all []sim.Segment
	var terms []string
	sum := 0.0
	l.spoilt = nil
	for i, t := range l.tables(n, s.name) {
		one := knob.Defaults(&sim.Segment{})
		d.add(s, s.name, l.fill(t, s.name, nil, one))
		if strings.TrimSpace(one.Name) == "" {
			l.fault(tree.At(t.Place(), "segment %d has no name", i+1).Wanting(`a name, as name = "students"`).See("segment.name"))
		}
		if slices.ContainsFunc(all, func(o sim.Segment) bool { return o.Name == one.Name }) {
			l.fault(tree.At(t.Get("name").Place(), "two segments are called %q", one.Name).Wanting("a name for each"))
		}
		sum += one.Share
		terms = append(terms, strconv.FormatFloat(one.Share, 'g', -1, 64))
		all = append(all, *one)
	}
	if len(all) > sim.MostSegments {
		l.fault(tree.At(n.List[sim.MostSegments].Place(), "there are %d segments", len(all)).Wanting("at most %d", sim.MostSegments).See("segment"))
	}
	if len(all) > 0 && math.Abs(sum-1) > 1e-9 && !slices.Contains(l.spoilt, "share") {
		at := n.List[len(n.List)-1]
		if share := at.Get("share"); share != nil {
			at = share
		}
		l.fault(tree.At(at.Place(), "segment shares must add up to 1 (%s = %s)", strings.Join(terms, " + "),
			strconv.FormatFloat(math.Round(sum*1e9)/1e9, 'g', -1, 64)).See("segment.share"))
	}
	return all
}

// placement checks that segments can be found where the scenario puts them.
func (l *loader) placement(n *tree.Node, p *sim.Plan) {
	if n == nil || n.Off() || n.Kind != tree.Table || p.Placement.Rule == "random" {
		return
	}
	at := n
	if given := n.Get("layer"); given != nil {
		at = given
	}
	layer := p.Layer(p.Placement.Layer)
	switch {
	case layer < 0 && !slices.Contains(l.spoilt, "layer"):
		l.fault(tree.At(at.Place(), "segments follow the ties of a network, and there is no network %q", p.Placement.Layer).Wanting("a [network.%s]", cmp.Or(p.Placement.Layer, "NAME")).See("placement.layer"))
	case layer >= 0 && p.Placement.Rule == "communities":
		if _, ok := p.Layers[layer].Graph.(network.Planter); !ok {
			l.fault(tree.At(at.Place(), "network.%s has no communities that places could take up", p.Layers[layer].Name).
				Wanting("a network of kind cliques, lfr or stochastic-blocks").See("placement.rule"))
		}
	}
}

func (l *loader) moves(s *section, n *tree.Node, d *design) []sim.Move {
	stages := l.stageNames
	var all []sim.Move
	for _, t := range l.tables(n, s.name) {
		one := knob.Defaults(&sim.Move{})
		d.add(s, s.name, l.fill(t, s.name, nil, one))
		for _, end := range []struct{ key, stage string }{{"from", one.From}, {"to", one.To}} {
			if slices.Contains(stages, end.stage) {
				continue
			}
			at := t
			if given := t.Get(end.key); given != nil {
				at = given
			}
			l.fault(unknown(at.Place(), fmt.Sprintf("%s = %q in [[move]] is no stage of the journey", end.key, end.stage), end.stage, stages).
				Wanting("one of %s", strings.Join(stages, ", ")).See("move." + end.key))
		}
		if one.From == one.To && one.From != "" {
			l.fault(tree.At(t.Place(), "a move from %q leads nowhere", one.From).Wanting("another stage to go to").See("move.to"))
		}
		all = append(all, *one)
	}
	return all
}
