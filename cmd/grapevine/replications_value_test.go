package main

import (
	"math"
	"slices"
	"testing"

	"grapevine/sim/experiment"
)

// Libai, Muller & Peres: time or customers.
func decomposeValue(t *testing.T, effort float64) (all []finding) {
	// Adoptions discounted at .1 a week, those of the seeds left out.
	discounted := func(p *played, strategy int) sample {
		return p.of(strategy, func(o *experiment.Outcome) (sum float64) {
			k := slices.Index(o.Stages, "customer")
			for _, l := range o.Lives {
				if at := l.Reached[k]; at > 0 {
					sum += math.Exp(-0.1*at) / float64(len(o.Lives))
				}
			}
			return sum
		})
	}
	monopoly := []string{"rivals.other.advertising=0", "rivals.other.talk=0"}
	p := play(t, "replicate/decompose-value", 30, effort, append(monopoly, "network.friends.kind=complete", "rates.speak.base=0.3", "talk.mode=addressed", "talk.persuasion.friends=1",
		"strategy.random seeds.seeding.count=50", "step=0.0625")...)
	all = append(all,
		discounted(p, 0).is("Monopoly, complete network: discounted adoptions without a programme", 0.3624, 0, 0.002, "closed form; .002 allowed for 1,000 people and news that is late by half a step"),
		discounted(p, 1).is("The same with 5 % seeds, seeds left out", 0.43777, 0, 0.002, "closed form"),
		p.metric(1, "customers_gained").is("Customers gained by it", 0, 0, 0.5, "all acceleration, no expansion"))
	alone, rivalled := play(t, "replicate/decompose-value", 30, effort, monopoly...), play(t, "replicate/decompose-value", 30, effort)
	gain := func(p *played, strategy int) sample {
		base, _ := p.metric(0, "npv").mean()
		return p.metric(strategy, "npv").less(p.metric(0, "npv")).times(100 / base)
	}
	for _, c := range []struct {
		what, published string
		of              sample
	}{
		{"Value of random seeds, monopoly (%)", "17", gain(alone, 1)}, {"Value of influentials, monopoly (%)", "27", gain(alone, 2)},
		{"Value of random seeds, one competitor (%)", "80", gain(rivalled, 1)}, {"Value of influentials, one competitor (%)", "107", gain(rivalled, 2)},
	} {
		all = append(all, finding{what: c.what, published: c.published, ours: c.of.String(), open: true, remark: "other networks, so other sizes; signs and order below"})
	}
	return append(all,
		gain(alone, 1).positive("Random seeds are worth something in a monopoly", "above 0", ""),
		gain(rivalled, 1).less(gain(alone, 1)).positive("Competition makes random seeds worth more", "above 0", "points of per cent"),
		gain(rivalled, 2).less(gain(alone, 2)).positive("Competition makes influentials worth more", "above 0", ""),
		gain(alone, 2).less(gain(alone, 1)).positive("Influentials less random seeds, monopoly", "above 0", ""),
		gain(rivalled, 2).less(gain(rivalled, 1)).positive("Influentials less random seeds, competition", "above 0", ""),
		rivalled.metric(2, "gain_expansion").positive("Expansion under competition (money)", "above 0", "who comes first has the customer"))
}
