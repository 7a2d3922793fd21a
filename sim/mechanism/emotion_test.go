package mechanism_test

import (
	"math"
	"testing"

	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func emotion(t testing.TB, set func(*mechanism.Emotion)) sim.Named {
	return named(t, "emotion", func(e *mechanism.Emotion) {
		e.Delight = 0
		if set != nil {
			set(e)
		}
	})
}

// Those who are moved talk and feel closer; a delight moves whoever has one.
// Nobody is moved by what is as expected.
func TestEmotionMoves(t *testing.T) {
	p := with(buying(), named(t, "talk", func(k *mechanism.Talk) { k.Persuasion = map[string]float64{"friends": 0.2} }))
	off := with(p, emotion(t, func(e *mechanism.Emotion) { e.Gain, e.Closer = 0, 0 }))
	moved(t, with(p, emotion(t, nil)), off,
		map[string]response{"words": over("moved_words"), "bond": bond, "mentions": over("mentions_positive"), "first purchases": over("first_purchases")}, nil,
		map[string]response{"cost": spending, "members": last("members")})
	moved(t, with(p, emotion(t, func(e *mechanism.Emotion) { e.Gain, e.Closer, e.Delight, e.Cost = 0, 0, 0.3, 2 })), off,
		map[string]response{"promoters": over("promoters"), "delights": over("delights")}, map[string]response{"critics": over("critics"), "cost": account("emotion")}, nil)
	dull := *p
	dull.Attitudes.Taste, dull.Attitudes.Noise = 0.01, 0.01
	dull.Product.Quality = dull.Product.Expectation
	alike(t, with(&dull, emotion(t, nil)), &dull, "emotion")
	for _, name := range []string{"moved_customers", "moved_words"} {
		if n := over(name)(run(t, with(&dull, emotion(t, nil)), 2)); n != 0 {
			t.Errorf("%s: %g where everything is as expected", name, n)
		}
	}
}

// One who is moved as much as can be has gain·half_life/ln 2 conversations out
// of it altogether, and the share of delights is the one that was set.
func TestEmotionLaw(t *testing.T) {
	p := market(4000, 20)
	p.Step, p.Layers = 1, nil
	p.Rates, p.Attitudes = sim.Rates{Notice: 1e3, Consider: 1e3, Decide: 1e3}, sim.Attitudes{DetractorLine: -1}
	p.Product.Quality, p.Product.Expectation = 1, 0
	tr := run(t, with(p, emotion(t, func(e *mechanism.Emotion) { e.Gain, e.HalfLife, e.Delight, e.Cost = 1.5, 1, 0.25, 3 })), 0)
	// The clock stops when 2 % of the feeling are left.
	if got, want := over("moved_words")(tr), 4000*1.5/math.Ln2; math.Abs(got-want) > 4.5*math.Sqrt(want)+0.02*want {
		t.Errorf("%g words, want %.0f", got, want)
	}
	got := over("delights")(tr)
	if math.Abs(got-1000) > 4.5*math.Sqrt(750) {
		t.Errorf("%g delights of 4000, want 1000", got)
	}
	if cost := -account("emotion")(tr); cost != 3*got {
		t.Errorf("delights cost %.2f, want %.2f", cost, 3*got)
	}
}

func TestEmotionAbsent(t *testing.T) {
	p := buying()
	all := func(e *mechanism.Emotion) { e.Delight, e.Cost, e.From = 0.5, 1, 16 }
	alike(t, with(p, emotion(t, all)), p, "emotion")
	tr := run(t, with(p, emotion(t, func(e *mechanism.Emotion) { all(e); e.From, e.Until, e.Budget = 4, 9, 10 })), 0)
	for week, n := range tr.Column("delights") {
		if n > 0 && (week <= 4 || week > 9) {
			t.Errorf("week %d: %d delights", week, n)
		}
	}
	if got := -account("emotion")(tr); got < 10 || got > 30 {
		t.Errorf("cost %.2f, want 10 and not above 30", got)
	}
}
