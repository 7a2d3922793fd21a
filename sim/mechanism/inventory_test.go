package mechanism_test

import (
	"math"
	"testing"

	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func inventory(t testing.TB, upTo float64, every int) sim.Named {
	return named(t, "inventory", func(v *mechanism.Inventory) { v.UpTo, v.Every, v.Holding, v.Delivery = upTo, every, 0.5, 10 })
}

// A full store changes nothing but its costs; one that runs empty loses sales,
// customers and what they would have said.
func TestInventoryLosesSales(t *testing.T) {
	p := market(300, 16)
	p.Tallies = mechanism.Tallies()
	p.Record.Customers = true
	full := with(p, inventory(t, 1e6, 1))
	a, b := run(t, full, 2), run(t, p, 2)
	for k, name := range b.Columns {
		if name != "in_store" && total(a.Counts[k]) != total(b.Counts[k]) {
			t.Errorf("%s: %v with a full store, %v without", name, a.Counts[k], b.Counts[k])
		}
	}
	moved(t, with(p, inventory(t, 10, 2)), full,
		map[string]response{"lost sales": over("lost_sales")},
		map[string]response{"sales": over("sales"), "customers": last("n_customer"), "first purchases": over("first_purchases")},
		map[string]response{"paid words": over("mentions_paid"), "aware by themselves": over("seeded")})
}

// Who finds nothing tries again at the rate of buying, within a step as well as
// from step to step: lost sales are a Poisson number.
func TestInventoryTriedAgain(t *testing.T) {
	const n, weeks, decide = 2000, 4, 3
	p := market(n, weeks)
	p.Rates, p.Layers, p.Step, p.Stages = sim.Rates{Decide: decide}, nil, 1, []string{"considering", "customer"}
	got := over("lost_sales")(run(t, with(p, inventory(t, 0.5, 1)), 0))
	if want := float64(n * weeks * decide); math.Abs(got-want) > 4.5*math.Sqrt(want) {
		t.Errorf("%.0f lost sales, want %.0f", got, want)
	}
}

// Not more is sold than there was, but for the last step before it is empty.
func TestInventoryRunsOut(t *testing.T) {
	p := with(market(300, 16), inventory(t, 10, 4))
	tr := run(t, p, 1)
	most, deliveries := 10.0*4, 3.0 // before weeks 1, 5, 9 and 13; at first few want any
	if got, over := over("sales")(tr), over("lost_sales")(tr); got < most/2 || got > most+4*8 || over == 0 {
		t.Errorf("%.0f sold of %.0f, %.0f lost", got, most, over)
	}
	held := 0.0
	for week, n := range tr.Column("in_store") {
		if week > 0 {
			held += 0.5 * max(0, float64(n))
		}
	}
	if got, want := -account("inventory")(tr), held+10*deliveries; got != want {
		t.Errorf("it costs %.2f, want %.2f", got, want)
	}
}
