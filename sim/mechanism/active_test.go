package mechanism_test

import (
	"math"
	"testing"

	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// In a community that everybody joins at once and nobody quits, a member is
// active who has come by in the last four weeks: of those who come v times a
// week a share of 1-exp(-4v), at ¼, 1 and 4 for nine tenths, nine and one in a
// hundred.
func TestActiveMembersHaveComeByOfLate(t *testing.T) {
	p := market(3000, 20)
	p.Rates.Notice, p.Rates.ForgetAware, p.Rates.ForgetConsidering, p.Rates.Leave = 50, 0, 0, sim.LeaveRates{}
	p = with(p, named(t, "community", func(y *mechanism.Community) { y.Join.Outsiders, y.Join.Customers, y.Quit = 50, 50, 0 }))
	tr := run(t, p, 1)
	members, active := last("members")(tr), last("members_active")(tr)
	share := func(weeks float64) float64 {
		return 1 - 0.9*math.Exp(-0.25*weeks) - 0.09*math.Exp(-weeks) - 0.01*math.Exp(-4*weeks)
	}
	want := share(4)
	se := math.Sqrt(want * (1 - want) / members)
	if members < 2900 || math.Abs(active/members-want) > 4.5*se {
		t.Errorf("%.3f of %g members are active, want %.3f ± %.3f", active/members, members, want, se)
	}
	if math.Abs(active/members-share(3)) < 4.5*se {
		t.Error("three weeks instead of four would go unseen")
	}
	for week, n := range tr.Column("members_active") {
		if n > tr.Column("members")[week] || n < 0 {
			t.Errorf("week %d: %d of %d members are active", week, n, tr.Column("members")[week])
		}
	}
}

// Who quits is not active, however lately they came by.
func TestQuittersAreNotActive(t *testing.T) {
	p := with(market(400, 12), named(t, "community", func(y *mechanism.Community) { y.Quit = 2 }))
	tr := run(t, p, 1)
	for week, n := range tr.Column("members_active") {
		if members := tr.Column("members")[week]; n > members || n < 0 {
			t.Errorf("week %d: %d of %d members are active", week, n, members)
		}
	}
	if total(tr.Column("quits")) == 0 {
		t.Error("nobody quits: this test would prove nothing")
	}
}
