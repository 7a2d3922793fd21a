package experiment

import (
	"context"
	"math"
	"strconv"
	"strings"
	"testing"

	"grapevine/chance"
	"grapevine/knob"
	"grapevine/network"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

// pair is a small market with real customers in which one strategy invites and
// the other does not.
func pair(t *testing.T) Design {
	t.Helper()
	talk := mechanism.Kinds["talk"].Make().(*mechanism.Talk)
	talk.Persuasion = map[string]float64{"friends": 0.1}
	plan := &sim.Plan{
		Customers: 400, Weeks: 30, Step: 1,
		Rates: *knob.Defaults(&sim.Rates{}), Attitudes: *knob.Defaults(&sim.Attitudes{}),
		Hearing: *knob.Defaults(&sim.Hearing{}), Product: *knob.Defaults(&sim.Product{}),
		Layers:     []sim.Layer{{Name: "friends", Graph: &network.WattsStrogatz{MeanDegree: 6}, LayerTable: sim.LayerTable{Trust: 1, Share: 1}}},
		Mechanisms: []sim.Named{{Name: "talk", Mechanism: talk}}, Tallies: mechanism.Tallies(),
	}
	plan.Rates.Notice, plan.Rates.Consider, plan.Rates.Decide = 0.03, 0.1, 0.3
	with := *plan
	referral := mechanism.Kinds["referral"].Make().(*mechanism.Referral)
	referral.Rate, referral.Accept, referral.RewardReceiver, referral.CostPerWeek = 1, 0.8, 5, 3
	with.Mechanisms = append([]sim.Named{{Name: "referral", Mechanism: referral}}, plan.Mechanisms...)
	return Design{
		Strategies: []Arm{{Name: "with", Plan: &with}, {Name: "as it is", Plan: plan}},
		Baseline:   "as it is", Objective: Objective{Metric: "profit", Horizon: 25}, Discount: 0.1,
		Seed: 3, Replicates: 3, Currency: "EUR", Workers: 2,
	}
}

// The parts in decomposition.csv add up to the total, and this is the
// difference between profits in runs.csv, to the cent; the baseline need not
// come first.
func TestDecompositionAddsUp(t *testing.T) {
	d := pair(t)
	d.Without = []string{"referral"}
	answer, tables := conduct(t, d)
	profit := map[string]int64{}
	for _, row := range rows(tables["runs.csv"]) {
		profit[row["strategy"]+row["replicate"]] = hundredths(t, row["profit"])
	}
	sum := map[string]int64{}
	totals := 0
	for _, row := range rows(tables["decomposition.csv"]) {
		key := row["strategy"] + row["against"] + row["replicate"]
		if row["part"] != "total" {
			sum[key] += hundredths(t, row["amount"])
			continue
		}
		totals++
		// The baseline is the strategy without its referral.
		if got, want := hundredths(t, row["amount"]), profit["with"+row["replicate"]]-profit["as it is"+row["replicate"]]; got != want || sum[key] != want {
			t.Errorf("%s: parts add up to %d, total %d, profits differ by %d", key, sum[key], got, want)
		}
	}
	if want := 3 * 2; totals != want { // against the baseline, and without referral
		t.Errorf("%d totals, want %d", totals, want)
	}
	due := rows(tables["twins.csv"])
	if len(due) != 3 || due[0]["without"] != "referral" || due[0]["profit_due"] == "0" {
		t.Errorf("twins.csv: %v", due)
	}
	for k, row := range due {
		if got, want := hundredths(t, row["profit_due"]), profit["with"+row["replicate"]]-profit["as it is"+row["replicate"]]; got != want {
			t.Errorf("replicate %d: %d due, want %d", k+1, got, want)
		}
	}
	if len(answer.Gains) != 1 || answer.Gains[0].Strategy != "with" || len(answer.Dues) != 1 || answer.Dues[0].Share.N != 3 {
		t.Errorf("gains %+v, dues %+v", answer.Gains, answer.Dues)
	}
	var parts float64
	for _, p := range answer.Gains[0].Parts {
		parts += float64(p.Mean)
	}
	if math.Abs(parts-float64(answer.Gains[0].Total)) > 1e-6 {
		t.Errorf("mean parts add up to %v, want %v", parts, answer.Gains[0].Total)
	}
	if s := answer.Dues[0].Sentence("EUR"); !strings.HasPrefix(s, "Without referral, with would win ") {
		t.Errorf("it says %q", s)
	}
}

// Twins change no other number of an experiment, and without them there is
// nothing to tell of them.
func TestTwinsChangeNothing(t *testing.T) {
	d := pair(t)
	d.Without = []string{"referral"}
	_, with := conduct(t, d)
	d.Without, d.Apart = nil, true
	answer, without := conduct(t, d)
	for _, name := range []string{"series.csv", "ledger.csv", "sources.csv", "mentions.csv", "cascades.csv", "survival.csv"} {
		if with[name] != without[name] {
			t.Errorf("%s differs", name)
		}
	}
	for _, name := range []string{"decomposition.csv", "twins.csv"} {
		if without[name] != "" {
			t.Errorf("there is a table %s", name)
		}
	}
	for _, row := range rows(without["runs.csv"]) {
		if row["gain_expansion"] != "" || row["crv"] != "" || row["profit"] == "" {
			t.Errorf("without a twin: expansion %q, referral value %q", row["gain_expansion"], row["crv"])
		}
	}
	if len(answer.Gains) != 0 || answer.GainSentence() != "" {
		t.Errorf("gains without twins: %+v", answer.Gains)
	}
}

func TestWithoutMustBeThere(t *testing.T) {
	d := pair(t)
	d.Without = []string{"advertisement"}
	if err := d.Check(); err == nil || !strings.Contains(err.Error(), `without = "advertisement": no strategy has such a table`) {
		t.Errorf("error %v", err)
	}
}

// A twin that fails takes its run with it, and no other.
func TestTwinThatFails(t *testing.T) {
	d := pair(t)
	d.Without = []string{"referral"}
	d.Apart = true
	d.Runner = func(ctx context.Context, p *sim.Plan, w *sim.World, luck chance.Luck, workers int) (*sim.Trace, error) {
		if len(p.Mechanisms) == 1 && p.Record.Until == 25 && luck == chance.Of(3, 2) {
			return nil, errLightning
		}
		return sim.Run(ctx, p, w, luck, workers)
	}
	answer, _ := conduct(t, d)
	for _, f := range answer.Failed {
		if f.Replicate != 2 {
			t.Errorf("failed: %+v", f)
		}
	}
	if len(answer.Failed) != 2 || answer.Failed[0].Err.Error() != "without referral: struck by lightning" {
		t.Errorf("failed: %+v", answer.Failed)
	}
}

// rows reads a table whose cells have no commas.
func rows(table string) (all []map[string]string) {
	lines := strings.Split(strings.TrimSuffix(table, "\n"), "\n")
	names := strings.Split(lines[0], ",")
	for _, line := range lines[1:] {
		row := map[string]string{}
		for k, cell := range strings.Split(line, ",") {
			row[names[k]] = cell
		}
		all = append(all, row)
	}
	return all
}

func hundredths(t *testing.T, cell string) int64 {
	t.Helper()
	x, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		t.Fatal(err)
	}
	return int64(math.Round(100 * x))
}
