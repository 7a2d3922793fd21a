package sim_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"grapevine/knob"
	"grapevine/sim"
	"grapevine/sim/mechanism"
	"grapevine/sim/metric"
)

// Whatever two strategies have on, the parts of what the one earns beyond the
// other add up to the difference in profit to the cent, and to that in present
// value; and the customers gained and lost to that in customers won.
func TestPartsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		customers, weeks := rapid.IntRange(6, 300).Draw(t, "customers"), rapid.IntRange(1, 18).Draw(t, "weeks")
		seed := rapid.Uint64().Draw(t, "seed")
		measured := func() *metric.Run {
			p := anyMarket(t, customers, weeks)
			p.Product.Price = float64(rapid.IntRange(0, 9_999).Draw(t, "price")) / 100
			p.Product.Quality = rapid.Float64Range(0, 1).Draw(t, "quality")
			p.Record.Purchases = true
			return &metric.Run{Trace: goThrough(t, p, seed, 1), Plan: p, Discount: 0.3}
		}
		one, other := measured(), measured()
		one.Horizon = rapid.IntRange(0, weeks).Draw(t, "horizon")
		other.Horizon = one.Horizon
		twins := metric.Compare(one, other)
		end := one.Horizon
		if end == 0 {
			end = weeks
		}
		profit := func(tr *sim.Trace) (sum int64) {
			for _, account := range tr.Ledger {
				sum += total(account[:end+1])
			}
			return sum
		}
		all := twins.Total()
		if want := profit(one.Trace) - profit(other.Trace); all.Amount != want {
			t.Errorf("the parts add up to %d hundredths, profits differ by %d: %+v", all.Amount, want, twins.Parts)
		}
		if want := metric.NPV.Of(one) - metric.NPV.Of(other); math.Abs(all.Present-want) > 1e-9*(1+math.Abs(metric.NPV.Of(one))+math.Abs(metric.NPV.Of(other))) {
			t.Errorf("present values add up to %v, want %v", all.Present, want)
		}
		won := metric.CustomersWon.Of(one) - metric.CustomersWon.Of(other)
		if got := twins.Parts[metric.Expansion].Count - twins.Parts[metric.Loss].Count; float64(got) != won {
			t.Errorf("%d customers gained less lost, want %v", got, won)
		}
		if self := metric.Compare(one, one); self.Total() != (metric.Part{}) || self.Ahead != 0 {
			t.Errorf("a run beside itself differs by %+v", self.Parts)
		}
	})
}

// bass is a market of N customers who adopt at rate p, and at rate q·(share of
// adopters) by word of mouth; some are given the product before the first week.
func bass(n int, p, q float64, weeks, seeds int) *sim.Plan {
	plan := still(n, weeks, 1.0/8)
	plan.Stages = []string{"unaware", "customer"}
	plan.Rates.Notice = p
	plan.Rates.Speak = sim.SpeakRates{Base: q}
	plan.Layers = []sim.Layer{{Name: "all", Graph: complete(int32(n)), LayerTable: sim.LayerTable{Trust: 1, Share: 1}}}
	talk := knob.Defaults(&mechanism.Talk{})
	talk.Persuasion = map[string]float64{"all": 1}
	seeding := knob.Defaults(&mechanism.Seeding{})
	seeding.Count = seeds
	plan.Mechanisms = []sim.Named{{Name: "seeding", Mechanism: seeding}, {Name: "talk", Mechanism: talk}}
	plan.Record.Purchases = true
	return plan
}

// Libai, Muller & Peres (2013): in a monopoly that nobody leaves, all that
// seeding does is to bring purchases forward. With p = .01, q = .3 and a yearly
// rate that takes 10 % off a week, seeds of 5 % lift discounted adoptions, without
// the seeds', from .362400 to .437769 of the market (validation.md B9, closed
// form of Bass). Where people give the search up meanwhile, at 5 % a week, some
// are won who would have been lost: expansion.
func TestSeedingBringsForwardOrWins(t *testing.T) {
	const n, weeks, runs, p, q, r = 300, 60, 24, 0.01, 0.3, 0.1
	share := func(seeds, at float64) float64 { // F(t) from F(0) = seeds
		a := (1 - seeds) / (1 + q/p*seeds)
		e := a * math.Exp(-(p+q)*at)
		return (1 - e) / (1 + q/p*e)
	}
	discounted := func(seeds, step float64) (sum float64) { // booked at the end of each step, or in its middle
		for k := range int(math.Round(weeks / step)) {
			at := float64(k) * step
			sum += (share(seeds, at+step) - share(seeds, at)) * math.Exp(-r*(at+step))
		}
		return sum
	}
	if a, b := discounted(0, 1e-4), discounted(0.05, 1e-4); math.Abs(a-0.362400) > 2e-5 || math.Abs(b-0.437769) > 2e-5 {
		t.Fatalf("closed form: %.6f and %.6f, want .362400 and .437769", a, b)
	}
	split := func(change func(*sim.Plan)) (parts []metric.Part, sum, square float64) {
		parts = make([]metric.Part, len(metric.PartNames))
		for k := range runs {
			var both [2]*metric.Run
			for i, seeds := range []int{n / 20, 0} {
				plan := bass(n, p, q, weeks, seeds)
				change(plan)
				both[i] = &metric.Run{Trace: run(t, plan, k), Plan: plan, Discount: math.Exp(52*r) - 1}
			}
			twins := metric.Compare(both[0], both[1])
			for i, part := range twins.Parts {
				parts[i].Amount += part.Amount
				parts[i].Count += part.Count
			}
			x := twins.Total().Present / n
			sum += x
			square += x * x
		}
		return parts, sum / runs, square / runs
	}
	parts, mean, square := split(func(*sim.Plan) {})
	if e, l := parts[metric.Expansion], parts[metric.Loss]; e.Count != 0 || l.Count != 0 || e.Amount != 0 || l.Amount != 0 {
		t.Errorf("in a monopoly seeding wins %+v and loses %+v, want nothing", e, l)
	}
	if parts[metric.Acceleration].Count <= 0 {
		t.Errorf("seeding brings nothing forward: %+v", parts)
	}
	want := discounted(0.05, 1) - discounted(0, 1) // the ledger is by week
	se := math.Sqrt((square - mean*mean) / runs)
	const c = 1.4 // of F on a complete graph, by 1/N (validation.md §1)
	if math.Abs(mean-want) > 4.5*se+c/n {
		t.Errorf("seeding is worth %.5f ± %.5f of the market, want %.5f", mean, se, want)
	}
	if none := 0.0; math.Abs(none-want) < 4.5*se+c/n {
		t.Error("that seeding does nothing would go unseen")
	}
	parts, _, _ = split(func(plan *sim.Plan) { plan.Moves = []sim.Move{{From: "unaware", To: "gone", Rate: 0.05}} })
	if parts[metric.Expansion].Count < 10*parts[metric.Loss].Count || parts[metric.Expansion].Count < n/20*runs {
		t.Errorf("where people give up, seeding wins %+v and loses %+v: want expansion", parts[metric.Expansion], parts[metric.Loss])
	}
}
