package verify

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"grapevine/chance"
	"grapevine/sim/experiment"
	"grapevine/sim/experiment/points"
)

// Effort is how hard facts are tried.
type Effort struct {
	Markets    int      // plausible markets, by Latin hypercube
	Replicates int      // paired runs in each
	Base       int      // paired runs in the base market, with and without the cause
	Small      []string // settings of every market, such as a smaller number of customers
	Workers    int      // runs at a time; 0 for one a processor
}

// Thorough is the effort of grapevine verify --facts.
var Thorough = Effort{Markets: 64, Replicates: 10, Base: 100}

// Try tries facts: those that share a base market in the same runs. Progress, if
// not nil, is told after each market how many are done of all. It is an error
// that names the base market if a run fails or the context ends.
func Try(ctx context.Context, all []Fact, e Effort, progress func(done, total int)) ([]*Finding, error) {
	findings := make([]*Finding, len(all))
	groups := map[string][]*Finding{}
	var names []string
	for i := range all {
		findings[i] = &Finding{Fact: &all[i]}
		if name := all[i].Market; groups[name] == nil {
			names = append(names, name)
		}
		groups[all[i].Market] = append(groups[all[i].Market], findings[i])
	}
	done, total := 0, len(names)*(e.Markets+1)
	tick := func() {
		if done++; progress != nil {
			progress(done, total)
		}
	}
	for _, name := range names {
		if err := e.group(ctx, name, groups[name], tick); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	for _, f := range findings {
		f.Box = f.box()
	}
	return findings, nil
}

// group tries the facts of one base market.
func (e *Effort) group(ctx context.Context, name string, of []*Finding, tick func()) error {
	m, err := open(name, e.Small)
	if err != nil {
		return err
	}
	base, err := e.measure(ctx, m, nil, of, true, e.Base)
	if err != nil {
		return err
	}
	for i, f := range of {
		f.ranges = m.ranges
		f.Base = f.judge(base[2*i])
		f.Off = f.judge(base[2*i+1])
	}
	tick()
	factors := make([]points.Factor, len(m.ranges))
	for k := range factors {
		factors[k] = m.ranges[k].factor()
	}
	cube, err := points.Lay("lhs", factors, points.Size{Points: e.Markets, Maximin: true}, chance.Of(1, 0))
	if err != nil {
		return err
	}
	for _, shares := range cube {
		var set []string
		point := make(Point, len(shares))
		for k, share := range shares {
			if point[k], err = m.ranges[k].at(share); err != nil {
				return err
			}
			set = append(set, fmt.Sprintf("%s=%g", m.ranges[k].Key, point[k]))
		}
		found, err := e.measure(ctx, m, set, of, false, e.Replicates)
		if err != nil {
			return fmt.Errorf("%s: %w", strings.Join(set, ", "), err)
		}
		for i, f := range of {
			effect := f.judge(found[i])
			f.There = append(f.There, effect.So)
			f.Points = append(f.Points, point)
		}
		tick()
	}
	return nil
}

// measure runs all arms of all facts in one market under the same luck, equal
// arms once. With off, every fact is followed by itself without its cause.
func (e *Effort) measure(ctx context.Context, m *market, set []string, of []*Finding, off bool, replicates int) ([]reading, error) {
	d := experiment.Design{Seed: uint64(m.Seed), Replicates: replicates, Discount: m.Money.Discount, Workers: e.Workers}
	at := map[string]int{}
	type place struct {
		fact *Fact
		arms []int // index of the design's arm, by the fact's arm
	}
	var places []place
	add := func(f *Fact, causes []string) error {
		p := place{fact: f}
		for _, name := range f.arms() {
			arm := slices.Concat(f.Given, f.Arms[name])
			all := slices.Concat(set, settings(arm), settings(m.concerning(causes, arm)))
			key := strings.Join(all, "\n")
			k, known := at[key]
			if !known {
				s, err := m.With(all)
				if err != nil {
					return fmt.Errorf("fact %q, arm %q: %w", f.ID, name, err)
				}
				k = len(d.Strategies)
				at[key] = k
				d.Strategies = append(d.Strategies, experiment.Arm{Name: fmt.Sprint(k), Plan: s.Strategies[0].Plan})
			}
			p.arms = append(p.arms, k)
		}
		places = append(places, p)
		return nil
	}
	for _, f := range of {
		if err := add(f.Fact, nil); err != nil {
			return nil, err
		}
		if off {
			if err := add(f.Fact, f.Fact.Off); err != nil {
				return nil, err
			}
		}
	}
	found := make([]reading, len(places))
	for i, p := range places {
		found[i] = make(reading, len(p.fact.Shows))
		for k := range found[i] {
			found[i][k] = make([][]float64, len(p.arms))
		}
	}
	for r, err := range experiment.Run(ctx, d, nil) {
		if err != nil {
			return nil, err
		}
		for i, p := range places {
			for k := range p.fact.Shows {
				for a, arm := range p.arms {
					o := r.Outcomes[arm]
					if o.Err != nil {
						return nil, fmt.Errorf("fact %q: %w", p.fact.ID, o.Err)
					}
					x, err := p.fact.Shows[k].of(o)
					if err != nil {
						return nil, fmt.Errorf("fact %q: %w", p.fact.ID, err)
					}
					found[i][k][a] = append(found[i][k][a], x)
				}
			}
		}
	}
	return found, nil
}
