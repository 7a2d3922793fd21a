package mechanism_test

import (
	"math"
	"testing"

	"grapevine/sim"
	"grapevine/sim/mechanism"
)

func loyalty(t testing.TB, set func(*mechanism.Loyalty)) sim.Named {
	return named(t, "loyalty", func(l *mechanism.Loyalty) {
		l.Join, l.RewardAt, l.Gradient, l.Tiers = 1, 80, 1, []float64{80, 160}
		if set != nil {
			set(l)
		}
	})
}

// buying is a market with customers who buy often and leave often.
func buying() *sim.Plan {
	p := settled()
	p.Rates.Buy = sim.BuyRates{Customer: 0.3, Loyal: 0.3, Advocate: 0.3}
	p.Rates.Leave = sim.LeaveRates{Customer: 0.1, Loyal: 0.1, Advocate: 0.1}
	return p
}

// Points make customers buy again and stay, rewards bind them, at a price.
// Nobody hears of the brand by it.
func TestLoyaltyKeeps(t *testing.T) {
	p := buying()
	repeat := func(tr *sim.Trace) float64 { return over("sales")(tr) - over("first_purchases")(tr) }
	left := over("new_lapsed")
	still := map[string]response{"unaware": last("n_unaware"), "paid words": over("mentions_paid"), "members": last("members")}
	moved(t, with(p, loyalty(t, nil)), p,
		map[string]response{"repeat sales": repeat, "bond": bond, "rewards": over("rewards"), "points": over("points")},
		map[string]response{"cost": account("loyalty")}, still)
	moved(t, with(p, loyalty(t, func(l *mechanism.Loyalty) { l.Reward, l.StatusHold = "status", 1 })), p,
		map[string]response{"bond": bond, "status": last("loyalty_status")},
		map[string]response{"cost": account("loyalty"), "left": left}, map[string]response{"rewards": over("rewards"), "paid words": over("mentions_paid")})
	moved(t, with(p, loyalty(t, func(l *mechanism.Loyalty) { l.Gradient, l.Appreciation, l.Hold = 0, 0, 2 })), p,
		nil, map[string]response{"left": left}, map[string]response{"unaware": last("n_unaware")})
}

// Points for sharing bring words, and customers by them; the words are paid,
// and wear the authenticity of others down.
func TestLoyaltyShares(t *testing.T) {
	p := buying()
	shares := func(points float64) sim.Named {
		return loyalty(t, func(l *mechanism.Loyalty) {
			l.PointsPerShare, l.Persuasion, l.Gradient, l.Appreciation = points, 0.3, 0, 0
		})
	}
	moved(t, with(p, shares(10)), with(p, shares(0)),
		map[string]response{"shares": over("loyalty_shares"), "aware": last("reached_aware"), "first purchases": over("first_purchases"), "paid words": over("mentions_paid"), "credit": credited("loyalty")},
		map[string]response{"cost": account("loyalty")}, map[string]response{"invitations": over("invitations")})
	q := with(p, named(t, "ambassadors", func(a *mechanism.Ambassadors) { a.Invite, a.Words, a.Persuasion = 1, 3, 0.3 }))
	q.Attitudes.AuthenticityHeal = 0
	worn := func(erosion float64) sim.Named {
		return loyalty(t, func(l *mechanism.Loyalty) {
			l.PointsPerShare, l.Persuasion, l.Shares, l.Erosion = 10, 0, 4, erosion
		})
	}
	moved(t, with(q, worn(3)), with(q, worn(0)), nil, map[string]response{"ambassadors": credited("ambassadors")}, nil)
}

// Points are what was paid, and a reward is given whenever there are enough.
func TestLoyaltyLaw(t *testing.T) {
	p := market(300, 16)
	p.Rates.Leave = sim.LeaveRates{}
	tr := run(t, with(p, loyalty(t, func(l *mechanism.Loyalty) { l.Reward, l.RewardAt = "both", 120 })), 0)
	if got, want := over("points")(tr), account("revenue")(tr); got != want {
		t.Errorf("%g points for %g paid", got, want)
	}
	rewards, status := 0.0, 0.0
	for _, l := range tr.Lives { // 40 points a purchase
		rewards += math.Floor(float64(l.Purchases) / 3)
		if l.Purchases >= 2 {
			status++
		}
	}
	if got := over("rewards")(tr); got != rewards || rewards == 0 {
		t.Errorf("%g rewards, want %g", got, rewards)
	}
	if got := last("loyalty_status")(tr); got != status {
		t.Errorf("%g have a tier, want %g", got, status)
	}
	if got, want := last("loyalty_members")(tr), over("first_purchases")(tr); got != want {
		t.Errorf("%g take part of %g customers", got, want)
	}
	// The share that takes part, and who leaves loses all.
	q := buying()
	q.Rates.Return = 0
	tr = run(t, with(q, loyalty(t, nil)), 0)
	if got, want := last("loyalty_members")(tr), last("n_customer")(tr)+last("n_loyal")(tr)+last("n_advocate")(tr); got != want {
		t.Errorf("%g take part of %g who are customers", got, want)
	}
	n := market(10_000, 1)
	n.Rates, n.Layers = sim.Rates{Notice: 1e3, Consider: 1e3, Decide: 1e3}, nil
	if got := last("loyalty_members")(run(t, with(n, loyalty(t, func(l *mechanism.Loyalty) { l.Join = 0.3 })), 0)); math.Abs(got-3000) > 4*math.Sqrt(2100) {
		t.Errorf("%g of 10000 take part, want 3000", got)
	}
}

func TestLoyaltyCosts(t *testing.T) {
	p := buying()
	tr := run(t, with(p, loyalty(t, func(l *mechanism.Loyalty) {
		l.Reward, l.From, l.Until, l.CostPerWeek, l.RewardCost, l.StatusCost = "both", 4, 9, 7, 3, 0.5
	})), 0)
	want, status := 5*7+3*over("rewards")(tr), tr.Column("loyalty_status")
	for week := 5; week <= 9; week++ {
		want += 0.5 * float64(status[week])
	}
	if got := -account("loyalty")(tr); math.Abs(got-want) > 1e-9*want {
		t.Errorf("cost %.2f, want %.2f", got, want)
	}
	for week, n := range tr.Column("points") {
		if (n > 0) != (week > 4 && week <= 9) {
			t.Errorf("week %d: %d points", week, n)
		}
	}
	tr = run(t, with(p, loyalty(t, func(l *mechanism.Loyalty) { l.Budget = 200 })), 0)
	if got := -account("loyalty")(tr); got < 200 || got > 280 {
		t.Errorf("cost %.2f, want 200 and not above 280", got)
	}
	for _, tiers := range [][]float64{{}, {5, 5}} {
		l := loyalty(t, func(l *mechanism.Loyalty) { l.Reward, l.Tiers = "status", tiers }).Mechanism
		if len(l.Check(p)) != 1 {
			t.Errorf("tiers %v have faults %v", tiers, l.Check(p))
		}
	}
}

func TestLoyaltyAbsent(t *testing.T) {
	p := buying()
	alike(t, with(p, loyalty(t, func(l *mechanism.Loyalty) { l.Join = 0 })), p, "loyalty")
	never := with(p, loyalty(t, func(l *mechanism.Loyalty) { l.From = 16 }))
	alike(t, never, p, "loyalty")
	if got := account("loyalty")(run(t, never, 2)); got != 0 {
		t.Errorf("never working costs %.2f", -got)
	}
}
