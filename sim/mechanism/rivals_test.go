package mechanism_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"grapevine/chance"
	"grapevine/network"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func rival(t testing.TB, name string, set func(*mechanism.Rivals)) sim.Named {
	return named(t, "rivals."+name, func(r *mechanism.Rivals) {
		if set != nil {
			set(r)
		}
	})
}

func choice(t testing.TB, set func(*mechanism.Choice)) sim.Named { return named(t, "choice", set) }

// offShares returns how many standard errors the mean shares of the market
// over some runs are from what they must be, at the worst.
func offShares(t *testing.T, p *sim.Plan, runs, week int, want map[string]float64) (worst float64) {
	t.Helper()
	sum, square := map[string]float64{}, map[string]float64{}
	for k := range runs {
		tr := run(t, p, k)
		for column := range want {
			x := float64(tr.Column(column)[week]) / float64(p.Customers)
			sum[column] += x
			square[column] += x * x
		}
	}
	n := float64(runs)
	for column, exact := range want {
		mean := sum[column] / n
		se := math.Sqrt(max(square[column]/n-mean*mean, 1e-12) / (n - 1))
		t.Logf("%s in week %d: %.5f ± %.5f, want %.5f", column, week, mean, se, exact)
		worst = max(worst, math.Abs(mean-exact)/se)
	}
	return worst
}

// brief is a share of runs that is enough where only what holds is shown; that
// a defect would be seen takes all of them, and is left out with -short.
func brief(runs int) int {
	if testing.Short() {
		return max(8, runs/4)
	}
	return runs
}

// shopping is a market in which everybody is about to choose, once.
func shopping(t testing.TB, customers int, nothing float64, appeals map[string]float64) *sim.Plan {
	p := market(customers, 40)
	p.Step, p.Layers, p.Stages = 1, nil, []string{"considering", "customer"}
	p.Record.Customers = false
	p.Rates = sim.Rates{Decide: 0.5}
	p.Mechanisms = []sim.Named{choice(t, func(c *mechanism.Choice) { c.Nothing, c.Attention = nothing, 0 })}
	for name, a := range appeals {
		p = with(p, rival(t, name, func(r *mechanism.Rivals) {
			r.Share, r.Known, r.Need, r.Leave, r.Appeal = 0, 1, 0, 0, a
		}))
	}
	return p
}

// Brands are chosen by multinomial logit: with worths 1, .5 (ours), 0 and -.2
// the shares are the exact ones; without the first, those of the rest grow in
// proportion, ours too (independence of irrelevant alternatives). Exact values:
// reference customer_value/mnl_choice.
func TestRivalsMultinomialLogit(t *testing.T) {
	appeals := map[string]float64{"best": 0.5, "plain": -0.5, "last": -0.7}
	for _, c := range []struct {
		without string
		want    map[string]float64
	}{
		{"", map[string]float64{"users_best": 0.4394437092, "n_customer": 0.2665360829, "users_plain": 0.1616623062, "users_last": 0.1323579017}},
		{"best", map[string]float64{"n_customer": 0.4754849553, "users_plain": 0.2883962037, "users_last": 0.236118841}},
	} {
		some := map[string]float64{}
		for name, a := range appeals {
			if name != c.without {
				some[name] = a
			}
		}
		if z := offShares(t, shopping(t, 10_000, -50, some), brief(8), 40, c.want); z > 4.5 {
			t.Errorf("without %q: %.1f standard errors off", c.without, z)
		}
		if testing.Short() {
			continue
		}
		some["plain"] += 0.1 // a mutant
		if z := offShares(t, shopping(t, 10_000, -50, some), 8, 40, c.want); z < 4.5 {
			t.Errorf("a worth that is off by .1 is only %.1f standard errors off", z)
		}
	}
}

// Who chooses nothing goes on considering, so that a brand with the share P of
// choices is taken at the rate μP: it has P/(1-P0)·(1-exp(-μ(1-P0)t)) of the
// market.
func TestRivalsNothing(t *testing.T) {
	none, other := math.Exp(-0.2), math.Exp(0.5)
	p0, p1 := none/(1+none+other), 1/(1+none+other)
	for _, week := range []int{1, 4, 40} {
		want := p1 / (1 - p0) * (1 - math.Exp(-0.5*(1-p0)*float64(week)))
		if z := offShares(t, shopping(t, 10_000, -0.2, map[string]float64{"other": 0.5}), brief(10), week, map[string]float64{"n_customer": want}); z > 4.5 {
			t.Errorf("week %d: %.1f standard errors off", week, z)
		}
	}
	if testing.Short() {
		return
	}
	want := p1 / (1 - p0) * (1 - math.Exp(-0.5*(1-p0)))
	if z := offShares(t, shopping(t, 10_000, 0.1, map[string]float64{"other": 0.5}), 10, 1, map[string]float64{"n_customer": want}); z < 4.5 {
		t.Errorf("worth .1 instead of -.2: only %.1f standard errors off", z)
	}
}

// Removing a brand moves none but those who chose it: the luck of an occasion
// belongs to customer and brand, whatever else there is.
func TestRivalsLuckIsABrandsOwn(t *testing.T) {
	all := run(t, recorded(shopping(t, 2_000, -50, map[string]float64{"best": 0.5, "plain": -0.5})), 0)
	few := run(t, recorded(shopping(t, 2_000, -50, map[string]float64{"plain": -0.5})), 0)
	won := 0
	for i := range all.Lives {
		switch a, b := all.Lives[i].Purchases, few.Lives[i].Purchases; {
		case a > b:
			t.Fatalf("customer %d bought ours with a third brand there, and not without it", i)
		case a < b:
			won++
		}
	}
	if won == 0 {
		t.Error("without the best brand nobody more bought ours")
	}
}

func recorded(p *sim.Plan) *sim.Plan {
	q := *p
	q.Record.Customers = true
	return &q
}

// Where nothing is weighed, brands compete by who is first: hazards .3 (ours),
// .1 and .05 win in proportion (reference journey_markov/competing_risks).
func TestRivalsCompetingRisks(t *testing.T) {
	for _, mutant := range []float64{0, 0.02} {
		if mutant != 0 && testing.Short() {
			continue
		}
		p := market(20_000, 1)
		p.Step, p.Layers, p.Stages, p.Record.Customers = 1, nil, []string{"unaware", "customer"}, false
		p.Rates = sim.Rates{Notice: 0.3}
		p = with(p,
			rival(t, "b", func(r *mechanism.Rivals) { r.Share, r.Rate, r.Leave = 0, 0.1+mutant, 0 }),
			rival(t, "c", func(r *mechanism.Rivals) { r.Share, r.Rate, r.Leave = 0, 0.05, 0 }))
		worst := offShares(t, p, brief(8), 1, map[string]float64{"n_customer": 0.2415812323, "users_b": 0.08052707742, "users_c": 0.04026353871})
		if (worst > 4.5) != (mutant != 0) {
			t.Errorf("with %.2g added to a hazard: %.1f standard errors off", mutant, worst)
		}
	}
}

// duel is a market in which everybody knows everybody and two brands spread,
// each by its own advertising and the words of its own customers.
func duel(t testing.TB, customers, weeks int, p1, p2, talk float64) *sim.Plan {
	p := market(customers, weeks)
	p.Step, p.Stages, p.Record.Customers = 1.0/32, []string{"unaware", "customer"}, false
	p.Layers = []sim.Layer{{Name: "everybody", Graph: &network.Complete{}, LayerTable: sim.LayerTable{Trust: 1, Share: 1}}}
	p.Rates = sim.Rates{Speak: sim.SpeakRates{Base: 0.38}}
	p.Attitudes.DetractorLine, p.Hearing.Bond = -1, 0
	return with(p,
		named(t, "advertising", func(a *mechanism.Advertising) { a.Rate = p1 }),
		named(t, "talk", func(k *mechanism.Talk) { k.Persuasion = map[string]float64{"everybody": 1} }),
		rival(t, "other", func(r *mechanism.Rivals) { r.Share, r.Rate, r.Talk, r.Leave = 0, p2, talk, 0 }))
}

// A rival with exactly our policy ends with our share: each of two equal
// brands has half of the market.
func TestRivalsSymmetry(t *testing.T) {
	if z := offShares(t, duel(t, 100, 40, 0.03, 0.03, 1), brief(120), 40, map[string]float64{"n_customer": 0.5}); z > 4.5 {
		t.Errorf("%.1f standard errors off", z)
	}
	if testing.Short() {
		return
	}
	if z := offShares(t, duel(t, 100, 40, 0.03, 0.03, 0.7), 120, 40, map[string]float64{"n_customer": 0.5}); z < 4.5 {
		t.Errorf("a rival whose customers talk less: only %.1f standard errors off", z)
	}
}

// Unequal brands follow the pair of equations of two brands in the model of
// Bass, with words within a brand (Libai, Muller & Peres 2009).
func TestRivalsFollowTwoBrandBass(t *testing.T) {
	const p1, p2, weeks = 0.05, 0.03, 8
	want := twoBrands(p1, p2, 0.38, 0.38*1.3, weeks)
	if z := offShares(t, duel(t, 900, weeks, p1, p2, 1.3), brief(12), weeks, want); z > 4.5 {
		t.Errorf("%.1f standard errors off", z)
	}
	if testing.Short() {
		return
	}
	if z := offShares(t, duel(t, 900, weeks, p1, p2, 1), 12, weeks, want); z < 4.5 {
		t.Errorf("with equal talk only %.1f standard errors off", z)
	}
}

// twoBrands integrates these equations: the shares after some weeks.
func twoBrands(p1, p2, q1, q2, weeks float64) map[string]float64 {
	f1, f2 := 0.0, 0.0
	const h = 1e-4
	for range int(weeks / h) { // Heun's method
		slope := func(a, b float64) (float64, float64) { return (p1 + q1*a) * (1 - a - b), (p2 + q2*b) * (1 - a - b) }
		a, b := slope(f1, f2)
		c, d := slope(f1+h*a, f2+h*b)
		f1, f2 = f1+h*(a+c)/2, f2+h*(b+d)/2
	}
	return map[string]float64{"n_customer": f1, "users_other": f2}
}

// Words that persuade now and then, said the more often, do what words that
// always persuade do, those of a rival's customers as ours, and only the more of
// them are counted.
func TestRivalsWordsInVain(t *testing.T) {
	const p1, p2, weeks, persuasion = 0.05, 0.03, 8, 0.2
	want := twoBrands(p1, p2, 0.38, 0.38*1.3, weeks)
	for _, mutant := range []float64{1, 0.7} {
		if mutant != 1 && testing.Short() {
			continue
		}
		p := duel(t, 900, weeks, p1, p2, 1.3*mutant)
		p.Rates.Speak.Base /= persuasion
		p = with(p, named(t, "talk", func(k *mechanism.Talk) { k.Persuasion = map[string]float64{"everybody": persuasion} }))
		p.Mechanisms = slices.DeleteFunc(p.Mechanisms, func(n sim.Named) bool {
			k, is := n.Mechanism.(*mechanism.Talk)
			return is && k.Persuasion["everybody"] == 1
		})
		if z := offShares(t, p, brief(12), weeks, want); (z > 4.5) != (mutant != 1) {
			t.Errorf("with %g of the words: %.1f standard errors off", mutant, z)
		}
	}
}

// All words are counted, whether they do anything or not: those of half of the
// market, who neither leave nor win anybody, at the rate at which they talk.
func TestRivalsMentions(t *testing.T) {
	const customers, weeks, base, talk = 400, 30, 0.6, 1.5
	p := market(customers, weeks)
	p.Record.Customers = false
	p.Rates = sim.Rates{Speak: sim.SpeakRates{Base: base}}
	p.Attitudes.Taste, p.Attitudes.DetractorLine = 0, 0
	p = with(p,
		named(t, "talk", func(k *mechanism.Talk) { k.Persuasion = map[string]float64{"followers": 0.1} }),
		choice(t, func(c *mechanism.Choice) { c.Nothing, c.Inertia = 50, 50 }),
		rival(t, "other", func(r *mechanism.Rivals) {
			r.Share, r.Rate, r.Need, r.Leave, r.Talk, r.Quality = 0.5, 0, 0, 0, talk, p.Product.Expectation
		}))
	var got, want float64
	const runs = 10
	for k := range runs {
		tr := run(t, p, k)
		users := tr.Column("users_other")
		if users[0] != users[weeks] {
			t.Fatalf("%d customers of the rival at the start, %d at the end", users[0], users[weeks])
		}
		got += over("rival_mentions")(tr)
		want += float64(users[0]) * base * talk * weeks / 2 // half of all talk is with friends, where nobody persuades
	}
	// The words that may do something are a Poisson number, at most all of them.
	if math.Abs(got-want) > 4.5*math.Sqrt(want) {
		t.Errorf("%.0f words, want %.0f", got, want)
	}
}

// contested is a market that a rival holds half of, where people move between
// the brands.
func contested(t testing.TB, set func(*mechanism.Rivals), how func(*mechanism.Choice), more ...sim.Named) *sim.Plan {
	p := market(300, 20)
	p.Record.Customers = false
	p.Rates.Consider, p.Rates.Decide = 0.4, 0.4
	return with(p, append(more,
		rival(t, "leader", func(r *mechanism.Rivals) {
			r.Share, r.Known, r.Rate = 0.5, 0.8, 0.02
			if set != nil {
				set(r)
			}
		}),
		choice(t, func(c *mechanism.Choice) {
			c.Inertia, c.Peers = 0.2, 1
			if how != nil {
				how(c)
			}
		}),
		named(t, "talk", func(k *mechanism.Talk) { k.Persuasion = map[string]float64{"friends": 0.2, "followers": 0.05} }))...)
}

func present(tr *sim.Trace) float64 {
	return last("n_customer")(tr) + last("n_loyal")(tr) + last("n_advocate")(tr)
}

// What a rival does to us, and we to it.
func TestRivalsEffects(t *testing.T) {
	base := contested(t, nil, nil)
	ours := map[string]response{"customers": present}
	theirs := map[string]response{"users": last("rival_users")}
	with := func(set func(*mechanism.Rivals)) *sim.Plan { return contested(t, set, nil) }
	how := func(set func(*mechanism.Choice)) *sim.Plan { return contested(t, nil, set) }
	for _, c := range []struct {
		name     string
		a        *sim.Plan
		up, down map[string]response
	}{
		{"a dearer rival", with(func(r *mechanism.Rivals) { r.Price = 60 }), ours, theirs},
		{"a better rival", with(func(r *mechanism.Rivals) { r.Quality = 0.9 }), theirs, ours},
		{"a name", with(func(r *mechanism.Rivals) { r.Appeal = 2 }), theirs, ours},
		{"a warm rival loses fewer", with(func(r *mechanism.Rivals) { r.Warmth = 1 }), theirs, map[string]response{"switches": over("switched_in")}},
		{"a rival that is hardly known", with(func(r *mechanism.Rivals) { r.Known, r.Rate = 0, 0 }), ours, theirs},
		{"a rival that reminds", with(func(r *mechanism.Rivals) { r.Remind = 0.3 }), theirs, ours},
		{"its customers are silent", with(func(r *mechanism.Rivals) { r.Talk = 0 }), nil, map[string]response{"words": over("rival_mentions")}},
		{"its customers leave", with(func(r *mechanism.Rivals) { r.Leave = 0.1 }), nil, theirs},
		{"habit", how(func(c *mechanism.Choice) { c.Inertia = 5 }), nil, map[string]response{"in": over("switched_in"), "out": over("switched_out")}},
		{"no eyes for others", how(func(c *mechanism.Choice) { c.Attention = 0 }), nil, map[string]response{"in": over("switched_in")}},
		{"peers lead the way", how(func(c *mechanism.Choice) { c.Follow = 0.5 }), map[string]response{"in": over("switched_in"), "credit": credited("switching peers")}, nil},
		{"the bond resists", how(func(c *mechanism.Choice) { c.Bond = 0; c.Experience = 0 }), map[string]response{"out": over("switched_out")}, nil},
	} {
		t.Run(c.name, func(t *testing.T) { moved(t, c.a, base, c.up, c.down, map[string]response{"costs": spending}) })
	}
}

// A rival that is known to all and has spent its budget reminds nobody.
func TestRivalsRemindWhileTheyAdvertise(t *testing.T) {
	remind := func(rate, budget float64) *sim.Plan {
		return contested(t, func(r *mechanism.Rivals) { r.Known, r.Remind, r.Spend, r.Budget = 1, rate, 100, budget }, nil)
	}
	at := func(p *sim.Plan, week int) int64 { return run(t, p, 0).Column("rival_users")[week] }
	if a, b := at(remind(0.2, 400), 4), at(remind(0, 400), 4); a <= b {
		t.Errorf("week 4: %d use it, %d if it does not remind", a, b)
	}
	if a, b := at(remind(0.2, 400), 20), at(remind(0.2, 0), 20); a >= b {
		t.Errorf("week 20: %d use it after four weeks of advertising, %d after twenty", a, b)
	}
}

// Advertising of a rival is its own affair: what it spends is not in our
// ledger, and more of the same rate changes nothing that happens.
func TestRivalsSpend(t *testing.T) {
	a := contested(t, func(r *mechanism.Rivals) { r.Spend, r.From, r.Share, r.Until, r.Budget = 100, 4, 0, 17, 1_050 }, nil)
	b := contested(t, func(r *mechanism.Rivals) { r.From, r.Share, r.Until = 4, 0, 17 }, nil)
	tr := run(t, a, 0)
	if got := over("rival_spend")(tr); got != 1_050 {
		t.Errorf("the rival spends %v, want its budget of 1,050", got)
	}
	if got := spending(tr); got != 0 {
		t.Errorf("it costs us %v", got)
	}
	users := tr.Column("rival_users")
	if users[4] != 0 || users[16] == 0 || users[17] != 0 {
		t.Errorf("customers in weeks 4, 16, 17: %d, %d, %d: want them between its weeks only", users[4], users[16], users[17])
	}
	if cheap := over("rival_sales")(run(t, b, 0)); cheap < over("rival_sales")(tr) {
		t.Errorf("a rival without a limit sells %v, less than with one", cheap)
	}
}

// Nobody uses two brands, and the columns say who uses what.
func TestRivalsConserve(t *testing.T) {
	census := &census{t: t}
	p := contested(t, nil, func(c *mechanism.Choice) { c.Follow, c.Attention = 0.3, 1 },
		rival(t, "niche", func(r *mechanism.Rivals) { r.Share, r.Warmth = 0.1, 0.9 }),
		named(t, "seeding", func(d *mechanism.Seeding) { d.Count = 30 }), sim.Named{Name: "zzz", Mechanism: census})
	tr := run(t, p, 0)
	if over("switched_in")(tr) == 0 || over("switched_out")(tr) == 0 || census.steps < 20*7 {
		t.Fatal("nobody has switched, or nobody has counted")
	}
	for week, all := range tr.Column("rival_users") {
		a, b := tr.Column("users_leader")[week], tr.Column("users_niche")[week]
		if a+b != all || a < 0 || b < 0 {
			t.Errorf("week %d: %d + %d customers of rivals, %d in all", week, a, b, all)
		}
	}
}

// census counts at the end of every step who uses what.
type census struct {
	t     *testing.T
	steps int
}

func (c *census) Check(*sim.Plan) []error { return nil }
func (c *census) Enter(m *sim.Market) any { return c }
func (c *census) Close(m *sim.Market, week float64) {
	c.steps++
	for i := range int32(m.Customers()) {
		if (m.Using(i) == sim.Ours) != m.HasBought(i) {
			c.t.Fatalf("week %.2f: customer %d uses %d and stands in stage %d", week, i, m.Using(i), m.Stage(i))
		}
	}
}

// The number of workers changes nothing.
func TestRivalsOnManyCores(t *testing.T) {
	p := contested(t, nil, func(c *mechanism.Choice) { c.Follow = 0.2 }, rival(t, "niche", func(r *mechanism.Rivals) { r.Share = 0.1 }))
	p.Customers, p.Weeks = 9_000, 5
	var first string
	for _, workers := range []int{1, 3} {
		luck := chance.Of(5, 1)
		w, err := sim.NewWorld(p, luck, workers)
		if err != nil {
			t.Fatal(err)
		}
		tr, err := sim.Run(context.Background(), p, w, luck, workers)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(tr.Counts, tr.Credits); first == "" {
			first = got
		} else if got != first {
			t.Error("another number of workers, another history")
		}
	}
}

// Without a rival there is no competition: how people would choose is no
// matter, nor is a rival that has not come yet.
func TestRivalsAbsent(t *testing.T) {
	p := talking(t)
	alike(t, with(p, choice(t, nil)), p, "")
	alike(t, with(p, rival(t, "late", func(r *mechanism.Rivals) { r.From, r.Share = 20, 0 })), p, "")
}

// With a rival, a seeding programme gains customers whom the rival would have
// had for good; without one it only gains them sooner (Libai, Muller & Peres
// 2013: expansion and acceleration).
func TestRivalsMakeSeedingExpand(t *testing.T) {
	seeds := named(t, "seeding", func(d *mechanism.Seeding) { d.Count = 10 })
	contested := duel(t, 100, 60, 0.02, 0.02, 1)
	moved(t, with(contested, seeds), contested, map[string]response{"customers": last("n_customer")}, map[string]response{"users": last("rival_users")}, nil)
	alone := duel(t, 100, 60, 0.02, 0, 0)
	moved(t, with(alone, seeds), alone, map[string]response{"sooner": func(tr *sim.Trace) float64 { return float64(tr.Column("n_customer")[10]) }}, nil,
		map[string]response{"customers": last("n_customer")})
}
