package sim_test

import (
	"maps"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"grapevine/knob"
	"grapevine/sim"
	"grapevine/sim/mechanism"
	"grapevine/sim/metric"
)

// anyMarket draws a bustling market with some mechanisms on.
func anyMarket(t *rapid.T, customers, weeks int) *sim.Plan {
	p := bustling(customers, weeks)
	p.Step = rapid.SampledFrom([]float64{1, 0.5, 1.0 / 7}).Draw(t, "step")
	p.Synchronous = rapid.Bool().Draw(t, "synchronous")
	names := slices.Sorted(maps.Keys(mechanism.Kinds))
	on := rapid.SliceOfNDistinct(rapid.SampledFrom(names), 0, len(names), rapid.ID[string]).Draw(t, "mechanisms")
	return with(p, levers(customers), on...)
}

// What is noted of customers agrees with the tables, up to the week that notes
// are taken, whatever is on; and it changes nothing that happens.
func TestNotesAgreeWithTheTables(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		customers, weeks := rapid.IntRange(6, 300).Draw(t, "customers"), rapid.IntRange(1, 18).Draw(t, "weeks")
		p := anyMarket(t, customers, weeks)
		seed := rapid.Uint64().Draw(t, "seed")
		plain := goThrough(t, p, seed, 1)
		until := rapid.IntRange(0, weeks).Draw(t, "until")
		q := *p
		q.Record = sim.Record{Notes: true, Until: until, Purchases: true}
		tr := goThrough(t, &q, seed, 1)
		same(t, plain, tr, nil)
		if until == 0 {
			until = weeks
		}
		noted(t, tr, until)
		diary(t, tr)
	})
}

// noted holds the notes against the tables up to a week.
func noted(t fallible, tr *sim.Trace, until int) {
	t.Helper()
	n := tr.Notes
	if n.Until != until {
		t.Fatalf("notes up to week %d, want %d", n.Until, until)
	}
	to := func(counts []int64) int64 { return total(counts[:until+1]) }
	var all sim.Sourced
	for _, s := range n.Sources {
		all.Won += s.Won
		all.Revenue += s.Revenue
		all.Margin += s.Margin
		all.Good += s.Good
		all.Bad += s.Bad
		all.Paid += s.Paid
	}
	if want := (sim.Sourced{
		Won: to(tr.Column("first_purchases")), Revenue: to(tr.Account("revenue")), Margin: to(tr.Account("revenue")) + to(tr.Account("unit cost")),
		Good: to(tr.Column("mentions_positive")), Bad: to(tr.Column("mentions_negative")), Paid: to(tr.Column("mentions_paid")),
	}); all != want {
		t.Errorf("sources add up to %+v, the tables to %+v", all, want)
	}
	for week := range tr.Weeks + 1 {
		var taken int64
		for _, of := range tr.Takings {
			taken += of[week]
		}
		if revenue := tr.Account("revenue")[week]; taken != revenue {
			t.Errorf("week %d: takings of %d, revenue of %d", week, taken, revenue)
		}
	}
	met := 0
	for _, people := range n.Met {
		met += people
	}
	if met > tr.Customers || n.HeardPaid > n.Heard || n.Heard > all.Good+all.Bad {
		t.Errorf("%d of %d people met something; %d of %d words heard were paid for, of %d said", met, tr.Customers, n.HeardPaid, n.Heard, all.Good+all.Bad)
	}
	for k, name := range sim.StageNames {
		stays, entries := 0, tr.Column("n_" + name)[0]+to(tr.Column("new_"+name))
		for _, c := range slices.Concat(n.Stays[k].Ended, n.Stays[k].Cut) {
			stays += c
		}
		if int64(stays) > entries {
			t.Errorf("%d stays in stage %s of %d entries", stays, name, entries)
		}
	}
	for _, r := range []struct {
		weeks      int
		kept, were int64
	}{{13, n.Kept13, n.Were13}, {52, n.Kept52, n.Were52}} {
		want := int64(0)
		if at := until - r.weeks; at >= 0 {
			for _, stage := range []string{"n_customer", "n_loyal", "n_advocate"} {
				want += tr.Column(stage)[at]
			}
		}
		if r.were != want || r.kept < 0 || r.kept > r.were {
			t.Errorf("%d of %d customers kept, %d were there %d weeks before", r.kept, r.were, want, r.weeks)
		}
	}
}

// diary holds the customers' diaries against the ledger.
func diary(t fallible, tr *sim.Trace) {
	t.Helper()
	margin := make([]int64, tr.Weeks+1)
	var bought int64
	for i := range tr.Customers {
		before, there := float32(-1), false
		for _, e := range tr.Diary.Of(i) {
			margin[e.Week] += e.Margin
			if int(e.Who) != i || e.At < before {
				t.Errorf("customer %d has %+v after week %v", i, e, before)
			}
			if e.Kind == sim.Left && !there {
				t.Errorf("customer %d leaves without being there", i)
			}
			if e.Kind == sim.Bought || e.Kind == sim.Given {
				bought++
			}
			before, there = e.At, e.Kind != sim.Left && (there || e.Kind != sim.AddedOn)
		}
	}
	for week, m := range margin {
		if want := tr.Account("revenue")[week] + tr.Account("unit cost")[week]; m != want {
			t.Errorf("week %d: a margin of %d in the diaries, of %d in the ledger", week, m, want)
		}
	}
	if want := total(tr.Column("sales")); bought != want {
		t.Errorf("%d purchases in the diaries, %d sales", bought, want)
	}
}

// Of stays that end at rate 0.15 a week, whenever they began, exp(-0.15 w) last
// beyond week w, though the run ends after 20 weeks and cuts many off. The mean
// of the stays that have ended, as a naive count has it, is too short.
func TestStaysFollowTheirRate(t *testing.T) {
	const rate, weeks = 0.15, 20
	p := still(20_000, weeks, 1.0/7)
	p.Rates.Notice, p.Rates.Consider = 0.1, rate
	p.Record.Notes = true
	y := run(t, p, 1).Notes.Stays[sim.Aware]
	area, before := 0.0, 1.0
	for _, s := range metric.Survival(y) {
		want := math.Exp(-rate * float64(s.Week))
		if s.AtRisk < 200 {
			break
		}
		if se := math.Sqrt(want * (1 - want) / float64(s.AtRisk)); math.Abs(s.Left-want) > 4.5*se+1e-12 {
			t.Errorf("week %d: %.4f stay, want %.4f ± %.4f", s.Week, s.Left, want, se)
		}
		if s.Week > 0 {
			area += (before + want) / 2
		}
		before = want
	}
	if got := metric.MeanStay(y); math.Abs(got-area) > 4.5*5/math.Sqrt(17_000) { // the stays' own spread is below 5 weeks
		t.Errorf("mean stay of %.3f weeks, want %.3f", got, area)
	}
	ended, sum := 0, 0.0
	for week, n := range y.Ended {
		ended += n
		sum += float64(n) * (float64(week) - 0.5)
	}
	if naive := sum / float64(ended); math.Abs(naive-area) < 4.5*5/math.Sqrt(17_000) {
		t.Errorf("the mean of those that ended is %.3f: this test would not see that cut stays are forgotten", naive)
	}
}

// On a complete graph from nobody, the next adopter after the n-th is told by
// another with probability q·n/(N-1) in p + q·n/(N-1). So the share of adoptions
// due to word of mouth is known for every N; for large N it is
// 1-(p/q)·ln(1+q/p), 0.793556 for p = .03, q = .38.
func TestShareOfWordOfMouth(t *testing.T) {
	const n, runs, rate = 200, 400, 0.03
	share := func(q float64) (sum float64) {
		for k := range n {
			told := q * float64(k) / (n - 1)
			sum += told / (rate + told) / n
		}
		return sum
	}
	if limit := 1 - rate/0.38*math.Log(1+0.38/rate); math.Abs(limit-0.793556) > 5e-7 || math.Abs(share(0.38)-limit) > 1.4/n {
		t.Fatalf("%.6f of %d, %.6f of many: want .793556", share(0.38), n, limit)
	}
	p := still(n, 40, 1.0/16)
	p.Stages = []string{"unaware", "customer"}
	p.Rates.Notice = rate
	p.Rates.Speak = sim.SpeakRates{Base: 0.38}
	p.Layers = []sim.Layer{{Name: "all", Graph: complete(n), LayerTable: sim.LayerTable{Trust: 1, Share: 1}}}
	talk := knob.Defaults(&mechanism.Talk{})
	talk.Persuasion = map[string]float64{"all": 1}
	p.Mechanisms = []sim.Named{{Name: "talk", Mechanism: talk}}
	var sum, square float64
	for r := range runs {
		x := metric.WOMShare.Of(&metric.Run{Trace: run(t, p, r)}) / 100
		sum += x
		square += x * x
	}
	mean := sum / runs
	se := math.Sqrt((square/runs - mean*mean) / runs)
	if math.Abs(mean-share(0.38)) > 4.5*se {
		t.Errorf("%.5f ± %.5f are due to word of mouth, want %.5f", mean, se, share(0.38))
	}
	if math.Abs(mean-share(0.38*1.1)) < 4.5*se {
		t.Errorf("q 10 %% too high goes unseen: %.5f ± %.5f", mean, se)
	}
}

// Whoever notices the brand through advertising is reached by what is paid for,
// by own need by nothing that is; and on a chain of three, of whom the first is
// given the product and each tells all ties once, everybody hears a word: the
// one in the middle two.
func TestWhoIsReached(t *testing.T) {
	reach := func(p *sim.Plan) (paid, earned, organic, frequency float64) {
		p.Record.Notes = true
		r := &metric.Run{Trace: run(t, p, 1), Plan: p}
		return metric.ReachPaid.Of(r), metric.ReachEarned.Of(r), metric.ReachOrganic.Of(r), metric.Frequency.Of(r)
	}
	ads := still(500, 10, 1.0/7)
	advertising := knob.Defaults(&mechanism.Advertising{})
	advertising.Rate = 0.1
	ads.Mechanisms = []sim.Named{{Name: "advertising", Mechanism: advertising}}
	aware := func(p *sim.Plan) float64 { return float64(run(t, p, 1).Column("reached_aware")[10]) }
	if paid, earned, organic, frequency := reach(ads); paid != aware(ads) || paid == 0 || earned != 0 || organic != 0 || !math.IsNaN(frequency) {
		t.Errorf("advertising reaches %v, and %v and %v without pay, of %v", paid, earned, organic, aware(ads))
	}
	need := still(500, 10, 1.0/7)
	need.Rates.Notice = 0.1
	if paid, earned, organic, _ := reach(need); paid != 0 || earned != 0 || organic != aware(need) || organic == 0 {
		t.Errorf("own need reaches %v, %v by others and %v by pay, of %v", organic, earned, paid, aware(need))
	}
	told := still(3, 4, 1)
	told.Stages = []string{"unaware", "customer"}
	told.Layers = []sim.Layer{{Name: "ties", Graph: ties{{0, 1}, {1, 2}}, LayerTable: sim.LayerTable{Trust: 1, Share: 1}}}
	talk := knob.Defaults(&mechanism.Talk{})
	talk.Kernel, talk.Persuasion = "once", map[string]float64{"ties": 1}
	seeding := knob.Defaults(&mechanism.Seeding{})
	seeding.Rule, seeding.List = "list", []int{0}
	told.Mechanisms = []sim.Named{{Name: "seeding", Mechanism: seeding}, {Name: "talk", Mechanism: talk}}
	if paid, earned, organic, frequency := reach(told); paid != 1 || earned != 3 || organic != 2 || frequency != 4.0/3 {
		t.Errorf("on the chain %v are reached by the gift, %v by words, %v without pay, with %v words each; want 1, 3, 2 and 4/3", paid, earned, organic, frequency)
	}
}
