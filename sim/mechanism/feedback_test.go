package mechanism_test

import (
	"math"
	"slices"
	"testing"

	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func feedback(t testing.TB, set func(*mechanism.Feedback)) sim.Named {
	return named(t, "feedback", func(f *mechanism.Feedback) {
		f.Listen, f.Act, f.LagWeeks, f.HalfGain, f.HalfLife = 1, 1, 2, 0.1, 0
		if set != nil {
			set(f)
		}
	})
}

func grumbling() *sim.Plan {
	p := market(300, 16)
	p.Product.Quality = 0.35
	p.Rates.Buy = sim.BuyRates{Customer: 0.5, Loyal: 0.5, Advocate: 0.5}
	return p
}

// Acting on complaints makes experiences better; it brings nobody in by
// itself, and listening without acting changes only the bond.
func TestFeedbackRaisesQuality(t *testing.T) {
	p := grumbling()
	moved(t, with(p, feedback(t, nil)), p,
		map[string]response{"promoters": last("promoters"), "gain": last("quality_gained"), "heard": over("feedback_heard")},
		map[string]response{"detractors": last("n_detractor"), "cost": account("feedback")},
		map[string]response{"new aware": over("new_aware"), "paid words": over("mentions_paid"), "members": last("members")})
	moved(t, with(p, feedback(t, func(f *mechanism.Feedback) { f.Act = 0 })), p,
		map[string]response{"heard": over("feedback_heard"), "bond": bond}, nil,
		map[string]response{"gain": last("quality_gained"), "acted": over("feedback_acted")})
}

// What service takes down is heard without asking.
func TestFeedbackHearsService(t *testing.T) {
	p := grumbling()
	service := named(t, "service", func(v *mechanism.Service) { v.Complain = 1 })
	deaf := feedback(t, func(f *mechanism.Feedback) { f.Listen = 0 })
	tr := run(t, with(p, service, deaf), 0)
	heard, told := total(tr.Column("feedback_heard")), total(tr.Column("complaints"))
	if heard != told || told == 0 {
		t.Errorf("%d heard of %d complaints to service", heard, told)
	}
	if heard := total(run(t, with(p, deaf), 0).Column("feedback_heard")); heard != 0 {
		t.Errorf("%d heard without asking and without service", heard)
	}
}

// Quality rises by the law it says, a lag after the complaints.
func TestFeedbackLaw(t *testing.T) {
	p := grumbling()
	p.Step = 1
	tr := run(t, with(p, feedback(t, func(f *mechanism.Feedback) { f.LagWeeks = 3 })), 0)
	acted, gained := tr.Column("feedback_acted"), tr.Column("quality_gained")
	for week := range gained {
		learnt := 0.0
		for k := 0; k <= week-3; k++ {
			learnt += float64(acted[k])
		}
		want := 10_000 * 0.5 * 0.65 * (1 - math.Exp2(-learnt/300/0.1))
		if math.Abs(float64(gained[week])-want) > 1 {
			t.Errorf("week %d: quality + %d ten-thousandths, want %.1f", week, gained[week], want)
		}
	}
	if slices.Max(gained) == 0 {
		t.Error("nothing gained")
	}
}

// It costs what it says, from and until its weeks, and no more than its
// budget and what one step's complaints cost.
func TestFeedbackCosts(t *testing.T) {
	p := grumbling()
	tr := run(t, with(p, feedback(t, func(f *mechanism.Feedback) { f.From, f.Until = 4, 9 })), 0)
	if got, want := -account("feedback")(tr), 5*50+5*over("feedback_acted")(tr); got != want {
		t.Errorf("cost %.2f, want %.2f", got, want)
	}
	for week, n := range tr.Column("feedback_heard") {
		if n > 0 && (week <= 4 || week > 9) {
			t.Errorf("week %d: %d heard", week, n)
		}
	}
	if over("feedback_acted")(tr) == 0 {
		t.Error("nothing acted on")
	}
	tr = run(t, with(p, feedback(t, func(f *mechanism.Feedback) { f.Budget = 500 })), 0)
	if got := -account("feedback")(tr); got < 500 || got > 600 {
		t.Errorf("cost %.2f, want 500 and not above 600", got)
	}
}

func TestFeedbackAbsent(t *testing.T) {
	p := grumbling()
	alike(t, with(p, feedback(t, func(f *mechanism.Feedback) { f.Listen = 0 })), p, "feedback")
	never := with(p, feedback(t, func(f *mechanism.Feedback) { f.From = 16 }))
	alike(t, never, p, "feedback")
	if got := account("feedback")(run(t, never, 2)); got != 0 {
		t.Errorf("never working costs %.2f", -got)
	}
}

// What comes of a complaint after the end comes of none, and is not waited for:
// a lag without end takes no more room than the run.
func TestFeedbackAfterTheEnd(t *testing.T) {
	with := func(lag float64) *sim.Plan {
		return with(market(300, 10), named(t, "feedback", func(f *mechanism.Feedback) { f.LagWeeks = lag }))
	}
	alike(t, with(11), with(1e15), "lag")
}
