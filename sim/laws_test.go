package sim_test

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"grapevine/chance"
	"grapevine/knob"
	"grapevine/sim"
	"grapevine/sim/mechanism"
	"grapevine/sim/metric"
)

// balanced holds a trace against what is true of every market.
func balanced(t fallible, p *sim.Plan, tr *sim.Trace) {
	t.Helper()
	n := int64(p.Customers)
	column := func(name string) []int64 {
		c := tr.Column(name)
		if len(c) != p.Weeks+1 {
			t.Fatalf("%s has %d rows, want weeks + 1 = %d", name, len(c), p.Weeks+1)
		}
		return c
	}
	sales, first := column("sales"), column("first_purchases")
	for week := range p.Weeks + 1 {
		var sum, moves int64
		for _, name := range tr.Columns {
			x := column(name)[week]
			if x < 0 || strings.HasPrefix(name, "n_") && x > n {
				t.Errorf("week %d: %s = %d", week, name, x)
			}
			if name != "n_detractor" && strings.HasPrefix(name, "n_") {
				sum += x
				if week > 0 {
					moves += max(0, x-column(name)[week-1])
				}
			}
			if strings.HasPrefix(name, "new_") {
				moves -= x
			}
		}
		if sum != n {
			t.Errorf("week %d: the stages hold %d of %d customers", week, sum, n)
		}
		if moves > 0 {
			t.Errorf("week %d: stages have %d more customers than entered them", week, moves)
		}
		if sales[week] < first[week] {
			t.Errorf("week %d: %d sales, but %d first purchases", week, sales[week], first[week])
		}
		have := column("n_customer")[week] + column("n_loyal")[week] + column("n_advocate")[week]
		if asked := column("promoters")[week] + column("passives")[week] + column("critics")[week]; asked != have {
			t.Errorf("week %d: %d customers, %d in the survey", week, have, asked)
		}
		if d := column("n_detractor")[week]; d > have+column("n_lapsed")[week] {
			t.Errorf("week %d: %d detractors among %d present and past customers", week, d, have+column("n_lapsed")[week])
		}
	}
	won := total(first)
	if credits := total(tr.Credits); credits != won {
		t.Errorf("%d customers won are credited, of %d", credits, won)
	}
	inTrees, atDepth := 0, 0
	for size, trees := range tr.Cascades {
		inTrees += size * trees
	}
	for _, customers := range tr.Depths {
		atDepth += customers
	}
	if int64(inTrees) != won || int64(atDepth) != won {
		t.Errorf("cascades hold %d, depths %d of %d customers won", inTrees, atDepth, won)
	}
	var survey int64
	for _, answers := range tr.Survey {
		survey += answers
	}
	if have := column("promoters")[p.Weeks] + column("passives")[p.Weeks] + column("critics")[p.Weeks]; survey != have {
		t.Errorf("%d answers to the survey at the horizon, want %d", survey, have)
	}
	books(t, p, tr)
	lives(t, p, tr)
	for _, pair := range [][2]string{{"joins", "quits"}, {"invitations", "acceptances"}, {"acceptances", "referred"}, {"first_purchases", "referred"}, {"complaints", "repairs"}, {"visits", "community_posts"}, {"visits", "answers"}, {"sales", "member_sales"}} {
		if a, b := total(column(pair[0])), total(column(pair[1])); b > a {
			t.Errorf("%d %s, but %d %s", a, pair[0], b, pair[1])
		}
	}
	if got, want := column("members")[p.Weeks], total(column("joins"))-total(column("quits")); got != want {
		t.Errorf("%d members, but joins less quits are %d", got, want)
	}
	for _, m := range p.Mechanisms {
		a, ok := m.Mechanism.(*mechanism.Ambassadors)
		if most := slices.Max(column("ambassadors")); ok && most > int64(a.Slots) {
			t.Errorf("%d ambassadors, want at most slots = %d", most, a.Slots)
		}
	}
}

// books holds the ledger against the counts and the metrics.
func books(t fallible, p *sim.Plan, tr *sim.Trace) {
	t.Helper()
	var revenue, goods, costs int64
	for a, name := range tr.Accounts {
		sum := total(tr.Ledger[a])
		switch name {
		case "revenue":
			revenue = sum
		case "unit cost":
			goods = sum
		default:
			for week, x := range tr.Ledger[a] {
				if x > 0 {
					t.Errorf("%s earns %d in week %d: costs are negative", name, x, week)
				}
			}
			costs += sum
		}
	}
	r := &metric.Run{Trace: tr, Plan: p}
	if got, want := metric.Profit.Of(r), float64(revenue+goods+costs)/100; got != want {
		t.Errorf("profit = %v, the ledger comes to %v", got, want)
	}
	if got, want := metric.Cost.Of(r), float64(-costs)/100; got != want {
		t.Errorf("cost = %v, the ledger has %v", got, want)
	}
	if p.Product.BasketSpread > 0 || len(p.Segments) > 0 || slices.ContainsFunc(p.Mechanisms, func(n sim.Named) bool { return n.Name == "churn" || n.Name == "winback" }) {
		return // the referred have larger baskets, those won back a discount
	}
	// Everybody pays the price but those who are given the goods, and those
	// with a group offer.
	sold, given := total(tr.Column("sales")), total(tr.Column("seeded"))
	for _, m := range p.Mechanisms {
		if l, ok := m.Mechanism.(*mechanism.Products); ok { // add-ons have a price of their own
			sold := total(tr.Column("addon_sales"))
			revenue -= sold * int64(math.Round(100*l.Price))
			goods += sold * int64(math.Round(100*l.UnitCost))
		}
	}
	if want := -sold * int64(math.Round(100*p.Product.UnitCost)); goods != want {
		t.Errorf("goods cost %d, want %d", goods, want)
	}
	price := int64(math.Round(100 * p.Product.Price))
	cut := 0.0
	for _, m := range p.Mechanisms {
		if e, ok := m.Mechanism.(*mechanism.Commerce); ok {
			cut = e.Group.Discount
		}
	}
	most := (sold - given) * price
	least := most - total(tr.Column("member_sales"))*int64(math.Ceil(float64(price)*cut))
	if revenue > most || revenue < least {
		t.Errorf("revenue is %d, want from %d to %d", revenue, least, most)
	}
}

// lives holds the record of customers against the table, if there is one.
func lives(t fallible, p *sim.Plan, tr *sim.Trace) {
	t.Helper()
	if tr.Lives == nil {
		return
	}
	var value float64
	var purchases, won int
	for i, l := range tr.Lives {
		value += l.Value
		purchases += l.Purchases
		if l.Source >= 0 {
			won++
		}
		if l.Parent == int32(i) {
			t.Errorf("customer %d was convinced by itself", i)
		}
		for _, at := range l.Reached {
			if at < 0 || at > float64(p.Weeks)*(1+1e-6) {
				t.Errorf("customer %d reached a stage in week %g", i, at)
			}
		}
		if math.Abs(l.Satisfaction) > 1 || l.Bond < 0 || l.Bond > 1 || l.Trust < 0 || l.Trust > 1 {
			t.Errorf("customer %d has attitudes %+v", i, l)
		}
	}
	margin := float64(total(tr.Account("revenue"))+total(tr.Account("unit cost"))) / 100
	if math.Abs(value-margin) > 1e-6*float64(1+purchases) {
		t.Errorf("customers are worth %.2f, the ledger says %.2f", value, margin)
	}
	if int64(purchases) != total(tr.Column("sales")) || int64(won) != total(tr.Column("first_purchases")) {
		t.Errorf("customers remember %d purchases and %d firsts, the table says %d and %d", purchases, won, total(tr.Column("sales")), total(tr.Column("first_purchases")))
	}
}

// start holds week 0 against the plan.
func start(t fallible, p *sim.Plan, tr *sim.Trace) {
	t.Helper()
	seeded := tr.Column("seeded")[0]
	for name, want := range map[string]int64{
		"n_unaware": int64(p.Customers) - seeded, "n_customer": seeded, "n_aware": 0, "n_considering": 0, "n_loyal": 0, "n_advocate": 0, "n_lapsed": 0,
		"new_customer": seeded, "new_aware": 0, "sales": seeded, "first_purchases": seeded, "invitations": 0, "visits": 0, "posts": 0, "ambassadors": 0,
	} {
		if got := tr.Column(name)[0]; got != want {
			t.Errorf("week 0: %s = %d, want %d", name, got, want)
		}
	}
}

// Whatever is switched on, nobody is lost, nobody is counted twice, and the
// ledger balances to the cent.
func TestMarketsBalance(t *testing.T) {
	names := slices.Sorted(maps.Keys(mechanism.Kinds))
	steps := []float64{1, 1, 0.5, 1.0 / 7, 1.0 / 7, 1.0 / 168}
	rapid.Check(t, func(t *rapid.T) {
		customers := rapid.IntRange(6, 400).Draw(t, "customers")
		p := bustling(customers, rapid.IntRange(1, 10).Draw(t, "weeks"))
		p.Step = rapid.SampledFrom(steps).Draw(t, "step")
		p.Synchronous = rapid.Bool().Draw(t, "synchronous")
		p.Record.Customers = rapid.Bool().Draw(t, "record")
		speed := rapid.SampledFrom([]float64{0.3, 1, 3}).Draw(t, "speed")
		p.Rates.Notice *= speed
		p.Rates.Consider *= speed
		p.Product.Quality = rapid.Float64Range(0, 1).Draw(t, "quality")
		p.Product.Price = float64(rapid.IntRange(0, 9_999).Draw(t, "price")) / 100
		if rapid.Bool().Draw(t, "segments") {
			p.Segments = []sim.Segment{*knob.Defaults(&sim.Segment{Name: "a"}), *knob.Defaults(&sim.Segment{Name: "b"})}
			p.Segments[0].Share, p.Segments[0].Talkativeness, p.Segments[0].TalkativenessSpread = 0.3, 2, 0.5
			p.Segments[1].Share, p.Segments[1].Basket, p.Segments[1].BasketSpread = 0.7, 0.5, 0.3
			p.Product.BasketSpread = 0.4
		}
		on := rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, len(names), rapid.ID[string]).Draw(t, "mechanisms")
		all := levers(customers)
		talk := all["talk"].(*mechanism.Talk)
		talk.Kernel = rapid.SampledFrom([]string{"conversation", "once", "steady", "threshold", "distinct"}).Draw(t, "kernel")
		talk.Stop = rapid.SampledFrom([]float64{0, 0.5}).Draw(t, "stop")
		talk.Fatigue, talk.Memory = rapid.SampledFrom([]float64{0, 1}).Draw(t, "fatigue"), rapid.SampledFrom([]float64{0, 2}).Draw(t, "memory")
		talk.ContactCap = rapid.IntRange(0, 2).Draw(t, "contact cap")
		p.Layers[0].Redraw = rapid.Bool().Draw(t, "redraw") && talk.Kernel != "threshold" && talk.Kernel != "distinct"
		p = with(p, all, on...)
		tr := goThrough(t, p, rapid.Uint64().Draw(t, "seed"), 1)
		balanced(t, p, tr)
		start(t, p, tr)
	})
}

// The market with every mechanism on does move: a test of conservation in a
// dead market would prove nothing.
func TestEveryMechanismActsInTheBustlingMarket(t *testing.T) {
	p := bustling(400, 12)
	p.Product.Quality = 0.5 // so that some complain
	tr := goThrough(t, with(p, levers(400), slices.Collect(maps.Keys(mechanism.Kinds))...), 1, 1)
	for _, name := range tr.Columns {
		if total(tr.Column(name)) == 0 && name != "new_unaware" && name != "talkers" && name != "new_ties_year" { // of kernel steady, and of years
			t.Errorf("nothing in column %s", name)
		}
	}
	for a, name := range tr.Accounts {
		if total(tr.Ledger[a]) == 0 {
			t.Errorf("nothing in account %s", name)
		}
	}
}

// What is recorded of customers, and how many workers share a run, changes
// nothing that happens in it.
func TestRecordAndWorkersChangeNothing(t *testing.T) {
	every := slices.Sorted(maps.Keys(mechanism.Kinds))
	rapid.Check(t, func(t *rapid.T) {
		customers := rapid.SampledFrom([]int{50, 4096, 4097}).Draw(t, "customers") // a span is 4096
		on := rapid.SliceOfNDistinct(rapid.SampledFrom(every), 0, len(every), rapid.ID[string]).Draw(t, "mechanisms")
		p := with(bustling(customers, 3), levers(customers), on...)
		p.Step = rapid.SampledFrom([]float64{1, 1.0 / 7}).Draw(t, "step")
		seed := rapid.Uint64().Draw(t, "seed")
		one := goThrough(t, p, seed, 1)
		q := *p
		q.Record.Customers = true
		two := goThrough(t, &q, seed, rapid.IntRange(2, 9).Draw(t, "workers"))
		same(t, one, two, nil)
		if !slices.Equal(one.Credits, two.Credits) || !slices.Equal(one.Cascades, two.Cascades) || !slices.Equal(one.Depths, two.Depths) || one.Survey != two.Survey {
			t.Errorf("credits, cascades or the survey differ")
		}
	})
	p := with(bustling(9000, 6), levers(9000), every...) // three spans, and all there is
	p.Record.Customers = true
	balanced(t, p, goThrough(t, p, 7, 2))
}

// same holds all columns and accounts of one trace against those of another,
// but for those that a mechanism brings.
func same(t fallible, a, b *sim.Trace, own []string) {
	t.Helper()
	for _, name := range a.Columns {
		if x, y := a.Column(name), b.Column(name); !slices.Equal(x, y) && !slices.Contains(own, name) {
			for week := range x {
				if x[week] != y[week] {
					t.Errorf("week %d: %s is %d, and %d", week, name, x[week], y[week])
					break
				}
			}
		}
	}
	for _, name := range a.Accounts {
		if !slices.Equal(a.Account(name), b.Account(name)) && !slices.Contains(own, name) {
			t.Errorf("account %s differs", name)
		}
	}
}

// A mechanism without strength, or after the horizon, changes nothing but its
// own columns: off is absent.
func TestOffIsAbsent(t *testing.T) {
	for how, off := range map[string]map[string]sim.Mechanism{"weak": weak(), "late": late()} {
		for name, m := range off {
			t.Run(how+"/"+name, func(t *testing.T) {
				all := levers(400)
				others := slices.DeleteFunc(slices.Collect(maps.Keys(all)), func(k string) bool { return k == name || name == "community" && k == "commerce" })
				var own []string
				if tallier, ok := m.(sim.Tallier); ok {
					for _, c := range tallier.Tallies() {
						own = append(own, c.Name)
					}
				}
				own = append(own, name)
				for _, around := range [][]string{others, {"talk"}, {"advertising", "seeding"}} {
					around = slices.DeleteFunc(slices.Clone(around), func(k string) bool { return k == name })
					p := bustling(400, 12)
					without := goThrough(t, with(p, all, around...), 3, 1)
					all[name] = m
					same(t, without, goThrough(t, with(p, all, append(around, name)...), 3, 1), own)
				}
			})
		}
	}
}

// The corners of the model: what is empty, zero, whole or alone.
func TestCorners(t *testing.T) {
	everything := slices.Collect(maps.Keys(mechanism.Kinds))
	dead := func(customers, weeks int) *sim.Plan {
		p := bustling(customers, weeks)
		p.Rates = sim.Rates{}
		return p
	}
	for _, c := range []struct {
		name string
		plan *sim.Plan
		ok   func(tr *sim.Trace) bool
	}{
		{"one customer, no ties", func() *sim.Plan {
			alone := slices.DeleteFunc(slices.Clone(everything), func(name string) bool { return name == "rivals" }) // whose the customer may be
			p := with(bustling(1, 30), levers(1), alone...)
			p.Layers = nil
			return p
		}(), func(tr *sim.Trace) bool {
			return total(tr.Column("mentions_positive")) == 0 && total(tr.Column("first_purchases")) == 1
		}},
		{"a network without ties", func() *sim.Plan {
			p := with(bustling(50, 8), levers(50), everything...)
			p.Layers = []sim.Layer{{Name: "friends", Graph: ties{}, LayerTable: sim.LayerTable{Trust: 1, Share: 1}}}
			return p
		}(), func(tr *sim.Trace) bool { // only those talk who met at an event
			return total(tr.Column("mentions_positive"))+total(tr.Column("mentions_negative")) == total(tr.Column("event_words"))
		}},
		{"zero rates: nothing moves", dead(50, 8), func(tr *sim.Trace) bool {
			return tr.Column("n_unaware")[8] == 50 && total(tr.Account("revenue")) == 0
		}},
		{"talk alone, and nobody to start it", with(dead(50, 8), levers(50), "talk", "community", "commerce", "content", "referral", "service", "ambassadors"), func(tr *sim.Trace) bool {
			return tr.Column("n_unaware")[8] == 50 && total(tr.Column("sales")) == 0
		}},
		{"everybody is seeded", func() *sim.Plan {
			d := knob.Defaults(&mechanism.Seeding{})
			d.Count = 50
			return with(dead(50, 8), map[string]sim.Mechanism{"seeding": d, "talk": levers(50)["talk"]}, "seeding", "talk")
		}(), func(tr *sim.Trace) bool {
			return tr.Column("n_customer")[0] == 50 && tr.Column("n_customer")[8] == 50 && total(tr.Column("sales")) == 50 && tr.Cascades[1] == 50
		}},
		{"the price is nothing", func() *sim.Plan {
			p := with(bustling(50, 8), levers(50), everything...)
			p.Product.Price = 0
			return p
		}(), func(tr *sim.Trace) bool {
			addOns := 2500 * total(tr.Column("addon_sales"))
			return total(tr.Account("revenue")) == addOns && total(tr.Column("sales")) > 0
		}},
		{"the product is perfect", func() *sim.Plan {
			p := bustling(50, 8)
			p.Product.Quality, p.Product.Expectation = 1, 0
			p.Attitudes.Taste, p.Attitudes.Noise = 0, 0
			return p
		}(), func(tr *sim.Trace) bool { return total(tr.Column("n_detractor")) == 0 }},
		{"the product is worthless", func() *sim.Plan {
			p := with(bustling(50, 8), levers(50), "talk")
			p.Product.Quality, p.Product.Expectation = 0, 1
			p.Attitudes.Taste, p.Attitudes.Noise = 0, 0
			return p
		}(), func(tr *sim.Trace) bool {
			return total(tr.Column("mentions_positive")) == 0 && total(tr.Column("mentions_negative")) > 0 && total(tr.Column("promoters")) == 0
		}},
		{"a single week", with(bustling(50, 1), levers(50), everything...), func(tr *sim.Trace) bool { return len(tr.Column("sales")) == 2 }},
		{"customers do nothing but buy", func() *sim.Plan {
			p := bustling(50, 8)
			p.Stages = []string{"unaware", "customer"}
			p.Rates.Notice = 1e9
			return p
		}(), func(tr *sim.Trace) bool { return tr.Column("n_customer")[1] == 50 }},
	} {
		for _, step := range []float64{1, 1.0 / 7, 1.0 / 168} {
			for _, synchronous := range []bool{false, true} {
				p := *c.plan
				p.Step, p.Synchronous, p.Record.Customers = step, synchronous, true
				tr := goThrough(t, &p, 2, 1)
				balanced(t, &p, tr)
				start(t, &p, tr)
				if !c.ok(tr) {
					t.Errorf("%s: not so at step %g, synchronous %t", c.name, step, synchronous)
				}
			}
		}
	}
}

// Rates beyond all reason end in an error that says so, not in a program that
// hangs.
func TestAbsurdRates(t *testing.T) {
	for name, set := range map[string]func(*sim.Plan){
		"buy":   func(p *sim.Plan) { p.Rates.Buy.Customer = 1e12 },
		"speak": func(p *sim.Plan) { p.Rates.Speak.Base = 1e300 },
		"round and round": func(p *sim.Plan) {
			p.Rates.Consider, p.Rates.ForgetAware, p.Rates.ForgetConsidering = 1e12, 1e12, 1e12
			p.Rates.Decide, p.Rates.Notice = 0, 1e12
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := bustling(20, 4)
			p.Rates.Notice, p.Rates.Consider, p.Rates.Decide, p.Rates.Settle = 10, 10, 10, 0
			set(p)
			w, err := sim.NewWorld(p, chance.Of(1, 1), 1)
			if err != nil {
				t.Fatal(err)
			}
			_, err = sim.Run(context.Background(), p, w, chance.Of(1, 1), 1)
			if err == nil || !strings.Contains(err.Error(), "mistake of unit") {
				t.Errorf("got %v, want an error that speaks of the unit", err)
			}
		})
	}
	// In the synchronous scheme nobody moves twice in a step, however fast.
	p := bustling(20, 4)
	p.Synchronous = true
	p.Rates = sim.Rates{Notice: 1e12, Consider: 1e12, Decide: 1e12}
	if n := goThrough(t, p, 1, 1).Column("n_customer")[1]; n != 20 {
		t.Errorf("%d customers after seven steps, want all 20", n)
	}
}

// Under the same luck, a word that persuades more never makes anybody buy
// later. The market has nothing in it that would turn good news into bad: no
// forgetting, no leaving, no bad words, no attitudes, and a journey of one
// stage, for a word that comes earlier may find its hearer a stage behind, where
// it counts for less.
func TestPersuasionHastensEverybody(t *testing.T) {
	reached := func(t fallible, persuasion float64, customers int, seed uint64) []sim.Life {
		p := still(customers, 26, 1.0/7)
		p.Layers = bustling(0, 0).Layers
		p.Stages = []string{"unaware", "customer"}
		p.Rates = sim.Rates{Notice: 0.005, Speak: sim.SpeakRates{Base: 1}}
		p.Record.Customers = true
		talk := knob.Defaults(&mechanism.Talk{})
		talk.Persuasion = map[string]float64{"friends": persuasion, "followers": persuasion / 2}
		ad := knob.Defaults(&mechanism.Advertising{})
		ad.Rate = 0.01
		return goThrough(t, with(p, map[string]sim.Mechanism{"advertising": ad, "talk": talk}, "advertising", "talk"), seed, 1).Lives
	}
	sooner := func(t fallible, weak, strong []sim.Life) (n int) {
		for i := range weak {
			a, b := weak[i].Reached[sim.Customer], strong[i].Reached[sim.Customer]
			if math.IsNaN(b) && !math.IsNaN(a) || b > a+1e-4 { // clocks are single precision
				t.Fatalf("customer %d buys in week %g, with more persuasion in week %g", i, a, b)
			}
			if !math.IsNaN(b) && !(b >= a-1e-4) {
				n++
			}
		}
		return n
	}
	rapid.Check(t, func(t *rapid.T) {
		customers := rapid.IntRange(20, 300).Draw(t, "customers")
		weak := rapid.Float64Range(0, 0.95).Draw(t, "persuasion")
		strong := rapid.Float64Range(weak, 0.95).Draw(t, "more")
		seed := rapid.Uint64().Draw(t, "seed")
		sooner(t, reached(t, weak, customers, seed), reached(t, strong, customers, seed))
	})
	if n := sooner(t, reached(t, 0.10, 1500, 1), reached(t, 0.12, 1500, 1)); n < 100 {
		t.Errorf("only %d customers buy sooner: a test without power", n)
	}
}
