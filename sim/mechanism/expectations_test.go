package mechanism_test

import (
	"math"
	"testing"

	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func expectations(t testing.TB, set func(*mechanism.Expectations)) sim.Named {
	return named(t, "expectations", func(e *mechanism.Expectations) {
		e.Words, e.Met, e.Promised = 0, 0, 1e6
		if set != nil {
			set(e)
		}
	})
}

// Praise disappoints those who then buy, and what was met becomes what is
// expected, so that delight wears off. Neither brings anybody to a purchase.
func TestExpectationsDrift(t *testing.T) {
	p := with(buying(), named(t, "talk", func(k *mechanism.Talk) { k.Persuasion = map[string]float64{"friends": 0.3} }))
	p.Rates.Leave, p.Product.Quality = sim.LeaveRates{}, 0.8
	base := with(p, expectations(t, nil))
	moved(t, base, p, nil, nil, map[string]response{"promoters": over("promoters"), "sales": over("sales"), "words": over("mentions_positive")})
	still := map[string]response{"cost": spending, "members": last("members")}
	moved(t, with(p, expectations(t, func(e *mechanism.Expectations) { e.Words, e.Praise = 0.5, 0.4 })), base,
		map[string]response{"critics": over("critics"), "expected": last("expected_quality")}, map[string]response{"promoters": over("promoters")}, still)
	moved(t, with(p, expectations(t, func(e *mechanism.Expectations) { e.Met = 0.5 })), base,
		map[string]response{"expected": last("expected_quality")}, map[string]response{"promoters": over("promoters")}, still)
}

// Without taste and noise, a product better than expected by d is met with
// d·(1 - met)^k the k-th time, in units of quality: the law of adaptation.
func TestExpectationsLaw(t *testing.T) {
	p := leaving(500, 40)
	p.Rates = sim.Rates{Buy: sim.BuyRates{Customer: 0.2}}
	p.Attitudes.Learning = 1
	p.Product.Quality, p.Product.Expectation = 0.7, 0.4
	tr := run(t, with(p, expectations(t, func(e *mechanism.Expectations) { e.Met = 0.3 })), 0)
	for i, l := range tr.Lives {
		if want := 2 * 0.3 * math.Pow(0.7, float64(l.Purchases-1)); math.Abs(l.Satisfaction-want) > 1e-3 {
			t.Fatalf("customer %d is satisfied by %.3f after %d purchases, want %.3f", i, l.Satisfaction, l.Purchases, want)
		}
	}
}

// What advertising promises sinks in slowly, and is not forgotten at once.
func TestExpectationsFollowPromises(t *testing.T) {
	p := buying()
	ad := dated(named(t, "advertising", func(a *mechanism.Advertising) { a.Rate, a.Promise = 0.001, 0.4 }), 0, 6, 0)
	at := func(pace float64) *sim.Plan {
		return with(p, ad, expectations(t, func(e *mechanism.Expectations) { e.Promised = pace }))
	}
	early := func(tr *sim.Trace) float64 { return float64(tr.Column("critics")[4]) }
	late := func(tr *sim.Trace) float64 { return float64(tr.Column("critics")[10]) }
	moved(t, at(1e6), at(0.2), map[string]response{"critics early": early}, nil, nil)
	moved(t, at(0.1), with(p, expectations(t, nil)), map[string]response{"critics late": late}, nil, nil)
}

func TestExpectationsAbsent(t *testing.T) {
	p := buying()
	all := func(e *mechanism.Expectations) { e.Words, e.Met, e.From = 1, 1, 16 }
	alike(t, with(p, expectations(t, all)), p, "expectations")
	late, plain := run(t, with(p, expectations(t, func(e *mechanism.Expectations) { all(e); e.From = 8 })), 1), run(t, p, 1)
	for week, n := range plain.Column("promoters")[:9] {
		if late.Column("promoters")[week] != n {
			t.Errorf("week %d: %d promoters, %d without it", week, late.Column("promoters")[week], n)
		}
	}
}
