package experiment

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"

	"grapevine/chance"
	"grapevine/sim"
	"grapevine/sim/results"
)

var purposeTest = chance.NewPurpose("experiment: tests")

// arm is a strategy whose profit is normal with a known mean and spread, half
// of it luck that all strategies share. The price stands for the mean, the
// unit cost for the strategy's own part of the luck.
func arm(name string, mean float64, own uint32, blocks ...string) Arm {
	return Arm{Name: name, Blocks: blocks, Plan: &sim.Plan{Customers: 50, Weeks: 3, Product: sim.Product{Price: mean, UnitCost: float64(own)}}}
}

const (
	commonSD = 100
	ownSD    = 10
)

func profitOf(p *sim.Plan, luck chance.Luck) float64 {
	return p.Product.Price + commonSD*luck.Normal(purposeTest, 0, 0) + ownSD*luck.Normal(purposeTest, 1, uint32(p.Product.UnitCost))
}

// fake is a Runner of such strategies.
func fake(_ context.Context, p *sim.Plan, _ *sim.World, luck chance.Luck, _ int) (*sim.Trace, error) {
	n := int64(p.Customers)
	won := int64(luck.Uniform(purposeTest, 2, 0) * 20)
	return &sim.Trace{
		Customers: p.Customers, Weeks: p.Weeks,
		Columns:  []string{"n_unaware", "n_customer", "new_customer", "sales", "first_purchases"},
		Counts:   [][]int64{{n, n, n - won, n - won}, {0, 0, won, won}, {0, 0, won, 0}, {0, 0, won, 0}, {0, 0, won, 0}},
		Accounts: []string{"revenue", "unit cost", "programme"},
		Ledger:   [][]int64{{0, 0, 0, int64(math.Round(100 * profitOf(p, luck)))}, {0, 0, 0, 0}, {-500, 0, 0, 0}},
		Sources:  []string{"own need", "friends"}, Credits: []int64{won / 2, won - won/2}, Cascades: []int{0, int(won)},
	}, nil
}

func world(*sim.Plan, chance.Luck, int) (*sim.World, error) { return &sim.World{}, nil }

func design(arms ...Arm) Design {
	return Design{Strategies: arms, Seed: 7, Replicates: 12, Objective: Objective{Metric: "profit"}, Currency: "EUR", Workers: 2, World: world, Runner: fake}
}

// conduct writes a design's tables and returns them by name.
func conduct(t *testing.T, d Design) (*Answer, map[string]string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "results")
	folder, err := results.Create(dir, false)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := Conduct(t.Context(), d, folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := folder.Commit(results.Manifest{}); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string]string{}
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		tables[f.Name()] = string(data)
	}
	return answer, tables
}

var errLightning = errors.New("struck by lightning")

// unlucky returns a Runner that fails, or breaks down, on some strategies by
// name in some replicates.
func unlucky(seed uint64, replicate int, plan *sim.Plan, panics bool) Runner {
	return func(ctx context.Context, p *sim.Plan, w *sim.World, luck chance.Luck, workers int) (*sim.Trace, error) {
		if p.Product == plan.Product && luck == chance.Of(seed, replicate) {
			if panics {
				panic("index out of range")
			}
			return nil, errLightning
		}
		return fake(ctx, p, w, luck, workers)
	}
}
