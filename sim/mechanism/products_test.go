package mechanism_test

import (
	"math"
	"testing"

	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func products(t testing.TB, set func(*mechanism.Products)) sim.Named {
	return named(t, "products", func(l *mechanism.Products) {
		l.Discover, l.Buy = 0.1, 0.3
		if set != nil {
			set(l)
		}
	})
}

// talking is a market in which customers speak much and most have use for
// most add-ons.
func talking(t testing.TB) *sim.Plan {
	p := market(300, 20)
	p.Rates.Consider, p.Rates.Decide, p.Rates.Speak.Base = 0.5, 0.5, 3
	return with(p, named(t, "talk", func(k *mechanism.Talk) {
		k.Persuasion = map[string]float64{"friends": 0.02, "followers": 0.02}
	}))
}

// A line sells add-ons to customers and earns on them. It changes nothing
// else: nobody comes, stays or speaks because of it.
func TestProductsSellAddOns(t *testing.T) {
	p := talking(t)
	a := with(p, products(t, nil))
	moved(t, a, p,
		map[string]response{"revenue": account("revenue"), "needs": over("needs_found"), "add-ons": over("addon_sales"), "owners": last("addon_owners")},
		map[string]response{"goods": account("unit cost"), "cost": account("products")},
		map[string]response{"sales": over("sales"), "first purchases": over("first_purchases"), "words": over("mentions_positive"), "loyal": last("n_loyal"), "lapsed": last("n_lapsed")})
	b := *a
	b.Record.Customers = true
	with, without := run(t, &b, 0), run(t, p, 0)
	sold := over("addon_sales")(with)
	if got, want := account("revenue")(with)-account("revenue")(without), 25*sold; math.Abs(got-want) > 1e-6 {
		t.Errorf("add-ons bring %.2f, want %.2f", got, want)
	}
	if got, want := account("unit cost")(with)-account("unit cost")(without), -11*sold; math.Abs(got-want) > 1e-6 {
		t.Errorf("add-ons cost %.2f, want %.2f", got, want)
	}
	value := 0.0
	for _, l := range with.Lives {
		value += l.Value
	}
	if got := account("revenue")(with) + account("unit cost")(with); math.Abs(value-got) > 1e-6 {
		t.Errorf("customers are worth %.2f, the ledger says %.2f", value, got)
	}
	if most := 2 * over("first_purchases")(with); sold > most || over("needs_found")(with) < sold {
		t.Errorf("%v add-ons sold, %v needs found, want at most %v", sold, over("needs_found")(with), most)
	}
}

// Peers who use an add-on spread its use; so does a community; without talk
// peers do nothing.
func TestProductsSpreadAmongPeers(t *testing.T) {
	p := talking(t)
	quiet := func(l *mechanism.Products) { l.Peers, l.Proof, l.Community = 0, 0, 0 }
	loud := func(l *mechanism.Products) { l.Peers, l.Proof, l.Community = 0.5, 0, 0 }
	up := map[string]response{"needs": over("needs_found"), "add-ons": over("addon_sales")}
	moved(t, with(p, products(t, loud)), with(p, products(t, quiet)), up, nil, map[string]response{"sales": over("sales")})
	proof := func(l *mechanism.Products) { l.Peers, l.Proof, l.Community, l.Buy = 0, 3, 0, 0.05 }
	slow := func(l *mechanism.Products) { l.Peers, l.Proof, l.Community, l.Buy = 0, 0, 0, 0.05 }
	moved(t, with(p, products(t, proof)), with(p, products(t, slow)), map[string]response{"add-ons": over("addon_sales")}, nil, map[string]response{"needs": over("needs_found")})
	group := with(p, named(t, "community", func(y *mechanism.Community) {
		y.Join = mechanism.Joining{Customers: 0.3, Outsiders: 0.3, Invited: 0.3}
	}))
	known := func(l *mechanism.Products) { l.Peers, l.Proof, l.Community = 0, 0, 0.3 }
	moved(t, with(group, products(t, known)), with(group, products(t, quiet)), up, nil, map[string]response{"sales": over("sales"), "members": last("members")})
	mute := market(300, 12)
	alike(t, with(mute, products(t, loud)), with(mute, products(t, quiet)), "products")
}

// The needs of customers who look for them at a known rate are found by the
// exponential law.
func TestProductsLaw(t *testing.T) {
	p := market(20_000, 5)
	p.Layers = nil
	p.Rates.Leave = sim.LeaveRates{}
	seeds := named(t, "seeding", func(d *mechanism.Seeding) { d.Count = 20_000 })
	tr := run(t, with(p, seeds, products(t, func(l *mechanism.Products) { l.Need, l.Count, l.Buy = 1, 2, 0 })), 0)
	want := 1 - math.Exp(-0.1*5)
	if got := over("needs_found")(tr) / 20_000; math.Abs(got-want) > 4*math.Sqrt(want*(1-want)/20_000) {
		t.Errorf("%.4f of the needs are found, want %.4f", got, want)
	}
}

func TestProductsCosts(t *testing.T) {
	p := talking(t)
	tr := run(t, with(p, products(t, func(l *mechanism.Products) { l.From, l.Until = 4, 9 })), 0)
	if got := -account("products")(tr); got != 5*20 {
		t.Errorf("cost %.2f, want 100", got)
	}
	for week, n := range tr.Column("addon_sales") {
		if n > 0 && (week <= 4 || week > 9) {
			t.Errorf("week %d: %d add-ons sold", week, n)
		}
	}
	tr = run(t, with(p, products(t, func(l *mechanism.Products) { l.Budget = 70 })), 0)
	if got := -account("products")(tr); got != 70 {
		t.Errorf("cost %.2f, want 70", got)
	}
	if n := total(tr.Column("addon_sales")[5:]); n != 0 {
		t.Errorf("%d add-ons sold after the money went", n)
	}
}

func TestProductsAbsent(t *testing.T) {
	p := talking(t)
	alike(t, with(p, products(t, func(l *mechanism.Products) { l.Count = 1 })), p, "products")
	alike(t, with(p, products(t, func(l *mechanism.Products) { l.From = 20 })), p, "products")
	alike(t, with(p, products(t, func(l *mechanism.Products) { l.Need = 0 })), p, "products")
}
