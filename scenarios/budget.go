package scenarios

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"grapevine/knob"
	"grapevine/scenarios/tree"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// Budget splits one sum over mechanisms, in place of what their own keys say
// is spent.
type Budget struct {
	Total  float64            `toml:"total" unit:"money" default:"0" range:"[0,)" doc:"The sum, for the whole run."`
	Shares map[string]float64 `toml:"shares" default:"{}" range:"[0,)" doc:"What each table gets of it, relative to what all of them get: shares that add up to something else than 1 are taken in proportion, so that one can be varied and the whole sum is still spent."`
}

// budget reads the table, if there is one.
func (l *loader) budget(s *section, n *tree.Node, d *design) *Budget {
	t := l.table(n, s.name)
	if t == nil {
		return nil
	}
	b := knob.Defaults(&Budget{})
	l.spoilt = nil
	d.add(s, s.name, l.fill(t, s.name, nil, b))
	if l.spoilt != nil {
		return nil
	}
	return b
}

// split gives the mechanisms of a plan their parts of a budget. Parts are
// rounded so that they add up to the sum, to the cent.
func (l *loader) split(b *Budget, n *tree.Node, p *sim.Plan) {
	names := slices.Sorted(maps.Keys(b.Shares))
	all := 0.0
	for _, name := range names {
		all += b.Shares[name]
	}
	at := n
	if shares := n.Get("shares"); shares != nil {
		at = shares
	}
	switch {
	case len(names) == 0:
		l.fault(tree.At(at.Place(), "the budget has no shares").Wanting("shares = { advertising = 0.6, community = 0.4 }, or another of %s", oneOf(funded())).See("budget.shares"))
		return
	case all == 0:
		l.fault(tree.At(at.Place(), "budget shares must not all be 0").Wanting("one above 0").See("budget.shares"))
		return
	case math.Abs(all-1) > 1e-9:
		l.note(fmt.Sprintf("budget shares add up to %.4g; each is taken relative to that, so that the whole sum is split", all))
	}
	before, done := 0.0, 0.0
	for _, name := range names {
		before += b.Shares[name]
		upTo := math.Round(b.Total*100*before/all) / 100
		l.fund(name, upTo-done, at.Get(name), p)
		done = upTo
	}
}

// fund gives a mechanism its part.
func (l *loader) fund(name string, sum float64, at *tree.Node, p *sim.Plan) {
	k := slices.IndexFunc(p.Mechanisms, func(m sim.Named) bool { return m.Name == name })
	if k < 0 {
		var there []string
		for _, m := range p.Mechanisms {
			if _, ok := m.Mechanism.(mechanism.Funded); ok {
				there = append(there, m.Name)
			}
		}
		l.fault(unknown(at.Place(), fmt.Sprintf("budget.shares.%s: there is no table [%[1]s] to spend it", name), name, there).
			Wanting("a share of %s, or a table [%s]; budget = false in a strategy that has none", oneOf(there), name).See("budget.shares"))
		return
	}
	m, ok := p.Mechanisms[k].Mechanism.(mechanism.Funded)
	if !ok {
		l.fault(tree.At(at.Place(), "budget.shares.%s: it is not known what a sum buys of [%[1]s]", name).
			Wanting("one of %s; what [%s] costs follows from its own keys", strings.Join(funded(), ", "), name).See("budget.shares"))
		return
	}
	note, err := m.Fund(sum, p)
	if err != nil {
		l.fault(tree.At(at.Place(), "budget.shares.%s: [%[1]s] cannot be given a sum: its %v", name, err).See(name))
	}
	if note != "" && sum > 0 {
		l.note(fmt.Sprintf("[%s] with its %.2f of the budget: %s", name, sum, note))
	}
}

// funded lists the kinds of mechanisms that a budget can be split over.
func funded() []string {
	var names []string
	for name, kind := range mechanism.Kinds {
		if _, ok := kind.Make().(mechanism.Funded); ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
