package sim_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"grapevine/chance"
	"grapevine/knob"
	"grapevine/network"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// ties is a small graph given tie by tie.
type ties [][2]int32

func (t ties) Validate(int) []error { return nil }
func (t ties) Generate(n int, _ chance.Luck, _ int) (*network.Graph, error) {
	g, _ := network.FromTies(n, t, false)
	return g, nil
}

func complete(n int32) (all ties) {
	for i := range n {
		for j := range i {
			all = append(all, [2]int32{j, i})
		}
	}
	return all
}

// still is a market in which nothing happens: all rates and coefficients zero.
func still(customers, weeks int, step float64) *sim.Plan {
	return &sim.Plan{
		Customers: customers, Weeks: weeks, Step: step,
		Attitudes: sim.Attitudes{DetractorLine: -1},
		Hearing:   sim.Hearing{Unaware: 1, Aware: 1, Considering: 1},
		Product:   sim.Product{Price: 1},
	}
}

// run takes a plan through one replicate.
func run(t testing.TB, p *sim.Plan, replicate int) *sim.Trace {
	t.Helper()
	luck := chance.Of(1, replicate)
	w, err := sim.NewWorld(p, luck, 1)
	if err != nil {
		t.Fatal(err)
	}
	trace, err := sim.Run(context.Background(), p, w, luck, 1)
	if err != nil {
		t.Fatal(err)
	}
	return trace
}

// The journey of validation.md §1.5 at constant rates (its "base" rates with
// win-back .02) as a continuous-time Markov chain: with dissatisfaction as a
// stage of its own, the shares of customers by stage after 12 and 52 weeks,
// from the matrix exponential.
func chain(customers int, step, factor float64) *sim.Plan {
	p := still(customers, 52, step)
	p.Rates = sim.Rates{
		Notice: 0.05 * factor, Consider: 0.2, ForgetAware: 0.05, Decide: 0.15, ForgetConsidering: 0.1,
		Settle: 0.08, Champion: 0.05, StepDown: 0.03, Return: 0,
		Leave: sim.LeaveRates{Customer: 0.02, Loyal: 0.005, Advocate: 0.002},
	}
	p.Attitudes.AdvocateLine = -1
	p.Moves = []sim.Move{
		{From: "customer", To: "dissatisfied", Rate: 0.03}, {From: "loyal", To: "dissatisfied", Rate: 0.01},
		{From: "dissatisfied", To: "lapsed", Rate: 0.1}, {From: "dissatisfied", To: "customer", Rate: 0.05},
	}
	return p
}

var (
	chainStages = []string{"unaware", "aware", "considering", "customer", "loyal", "advocate", "dissatisfied", "lapsed"}
	chainAt     = map[int][]float64{
		12: {0.6081821784, 0.1661347904, 0.1150276303, 0.07128694421, 0.02085031952, 0.003048186803, 0.006715114346, 0.008754835989},
		52: {0.1686084584, 0.06519786099, 0.05915060879, 0.09839926831, 0.1785829018, 0.1530628218, 0.03340917467, 0.2435889053},
	}
)

// worst returns how many standard errors the worst share of the chain is off.
func worst(t testing.TB, p *sim.Plan, at map[int][]float64) float64 {
	trace := run(t, p, 0)
	off := 0.0
	for week, want := range at {
		for k, stage := range chainStages {
			got := float64(trace.Column("n_" + stage)[week]) / float64(p.Customers)
			off = max(off, math.Abs(got-want[k])/math.Sqrt(max(want[k]*(1-want[k]), 1e-12)/float64(p.Customers)))
		}
	}
	return off
}

// Where no words travel, the continuous scheme is exact for any step.
func TestConstantJourneyIsExactForAnyStep(t *testing.T) {
	const n = 200_000
	for _, step := range []float64{1, 1.0 / 7} {
		if off := worst(t, chain(n, step, 1), chainAt); off > 4.5 {
			t.Errorf("step %g: a share is %.1f standard errors from the matrix exponential", step, off)
		}
	}
	if off := worst(t, chain(n, 1, 1.05), chainAt); off < 4.5 {
		t.Errorf("a notice rate 5 %% too high goes unseen: worst is %.1f standard errors", off)
	}
}

// In the synchronous scheme a customer moves at most once a step: with weekly
// steps the chain is the discrete one with p_ij = (q_ij/Λ)(1-exp(-Λ)), and what
// is left of the week of a move does not count. The continuous values must
// fail here, and so must a rate 5 % too high.
func TestConstantJourneyOneMoveAStep(t *testing.T) {
	const n = 200_000
	at := map[int][]float64{
		4:  {0.8291314641, 0.1303956118, 0.03645382473, 0.003879466894, 8.592764442e-05, 0, 3.222286666e-05, 2.14819111e-05},
		12: {0.6050077026, 0.181590761, 0.1230377437, 0.06441114724, 0.01439333584, 0.001433825913, 0.004892789353, 0.005232694314},
		52: {0.1711623952, 0.07487018577, 0.06862284022, 0.1070368867, 0.1770770905, 0.1415558694, 0.03563607588, 0.2240386563},
	}
	classical := func(factor float64) *sim.Plan {
		p := chain(n, 1, factor)
		p.Synchronous = true
		return p
	}
	if off := worst(t, classical(1), at); off > 4.5 {
		t.Errorf("a share is %.1f standard errors from the discrete chain", off)
	}
	if off := worst(t, classical(1), chainAt); off < 4.5 {
		t.Errorf("the schemes cannot be told apart: worst is %.1f standard errors", off)
	}
	if off := worst(t, classical(1.05), at); off < 4.5 {
		t.Errorf("a notice rate 5 %% too high goes unseen: worst is %.1f standard errors", off)
	}
}

// cascade is the independent cascade: absorbing at "customer", every new
// customer tells each tie once.
func cascade(g ties, customers int, p float64, seeds ...int) *sim.Plan {
	plan := still(customers, customers, 1)
	plan.Synchronous = true
	plan.Stages = []string{"unaware", "customer"}
	plan.Layers = []sim.Layer{{Name: "ties", Graph: g, LayerTable: sim.LayerTable{Trust: 1, Share: 1}}}
	talk := knob.Defaults(&mechanism.Talk{})
	talk.Kernel, talk.Persuasion = "once", map[string]float64{"ties": p}
	seeding := knob.Defaults(&mechanism.Seeding{})
	seeding.Rule, seeding.List = "list", seeds
	plan.Mechanisms = []sim.Named{{Name: "seeding", Mechanism: seeding}, {Name: "talk", Mechanism: talk}}
	return plan
}

// spread returns the mean number of customers reached and its standard error.
func spread(t testing.TB, p *sim.Plan, runs int) (mean, se float64) {
	var sum, square float64
	for r := range runs {
		n := run(t, p, r).Column("n_customer")
		x := float64(n[len(n)-1])
		sum += x
		square += x * x
	}
	mean = sum / float64(runs)
	return mean, math.Sqrt((square/float64(runs) - mean*mean) / float64(runs))
}

// The independent cascade from one seed at p = .3, by enumeration of all live
// graphs (validation.md §1.2). A word told twice, or a persuasion 10 % too
// strong, is caught.
func TestIndependentCascade(t *testing.T) {
	const runs = 20_000
	star := ties{{0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}}
	for _, c := range []struct {
		name string
		g    ties
		n    int
		seed int
		want float64
	}{
		{"path4 end", ties{{0, 1}, {1, 2}, {2, 3}}, 4, 0, 1.417},
		{"path4 inside", ties{{0, 1}, {1, 2}, {2, 3}}, 4, 1, 1.690},
		{"star6 hub", star, 6, 0, 2.5},
		{"star6 leaf", star, 6, 1, 1.66},
		{"triangle", complete(3), 3, 0, 1.726},
		{"K4", complete(4), 4, 0, 2.316556},
		{"diamond", ties{{0, 1}, {0, 2}, {1, 2}, {1, 3}, {2, 3}}, 4, 0, 1.95082},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, se := spread(t, cascade(c.g, c.n, 0.3, c.seed), runs)
			if math.Abs(got-c.want) > 4.5*se {
				t.Errorf("mean cascade %.4f ± %.4f, want %.4f", got, se, c.want)
			}
			if mutant, se := spread(t, cascade(c.g, c.n, 0.33, c.seed), runs); math.Abs(mutant-c.want) < 4.5*se {
				t.Errorf("persuasion .33 for .3 goes unseen: %.4f ± %.4f", mutant, se)
			}
		})
	}
}

// Bass on a complete graph of 200 from nobody: an adopter speaks at rate q to
// one of the others, who is persuaded with certainty, so that each presses at
// q/(N-1). The exact mean number of adopters of the event-driven model is from
// the master equation (validation.md B3); the step makes news late by half of
// it, which at 1/32 of a week is below the tolerance.
func TestBassOnACompleteGraph(t *testing.T) {
	want := map[int]float64{4: 46.387234, 10: 161.239136}
	const runs = 2_000
	off := func(q float64) (worst float64) {
		p := still(200, 10, 1.0/32)
		p.Stages = []string{"unaware", "customer"}
		p.Rates.Notice = 0.03
		p.Rates.Speak = sim.SpeakRates{Base: q}
		p.Layers = []sim.Layer{{Name: "all", Graph: complete(200), LayerTable: sim.LayerTable{Trust: 1, Share: 1}}}
		talk := knob.Defaults(&mechanism.Talk{})
		talk.Persuasion = map[string]float64{"all": 1}
		p.Mechanisms = []sim.Named{{Name: "talk", Mechanism: talk}}
		sum, square := map[int]float64{}, map[int]float64{}
		for r := range runs {
			n := run(t, p, r).Column("n_customer")
			for week := range want {
				x := float64(n[week])
				sum[week] += x
				square[week] += x * x
			}
		}
		for week, exact := range want {
			mean := sum[week] / runs
			se := math.Sqrt((square[week]/runs - mean*mean) / runs)
			t.Logf("q = %g, week %d: %.3f ± %.3f, exact %.3f", q, week, mean, se, exact)
			worst = max(worst, math.Abs(mean-exact)/se)
		}
		return worst
	}
	if z := off(0.38); z > 4.5 {
		t.Errorf("adopters are %.1f standard errors off", z)
	}
	if z := off(0.38 * 1.05); z < 4.5 {
		t.Errorf("q 5 %% too high goes unseen: %.1f standard errors", z)
	}
}

func ExampleRun() {
	plan := &sim.Plan{Customers: 1000, Weeks: 10, Step: 1, Stages: []string{"unaware", "customer"}, Rates: sim.Rates{Notice: 0.1}}
	luck := chance.Of(1, 0)
	world, _ := sim.NewWorld(plan, luck, 1)
	trace, _ := sim.Run(context.Background(), plan, world, luck, 1)
	fmt.Println(trace.Column("n_unaware")[0], trace.Column("n_unaware")[10]+trace.Column("n_customer")[10])
	// Output: 1000 1000
}
