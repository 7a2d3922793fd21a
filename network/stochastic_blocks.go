package network

import (
	"math"

	"grapevine/chance"
)

// StochasticBlocks plants communities: pairs within one have a tie with one
// probability, pairs of two communities with another (Holland, Laskey &
// Leinhardt, Social Networks 5, 1983). Customers of a community have
// neighbouring numbers. It takes O(communities² + ties).
type StochasticBlocks struct {
	Blocks  int         `toml:"blocks" default:"4" range:"[1,)" doc:"Number of communities of equal size; does not count if shares are given."`
	Shares  []float64   `toml:"shares" range:"(0,1]" doc:"Share of the customers in each community; the sum is 1."`
	Within  float64     `toml:"within" default:"6" range:"[0,)" doc:"Ties of a customer within the community, on average over the market."`
	Between float64     `toml:"between" default:"2" range:"[0,)" doc:"Ties of a customer to other communities, on average over the market."`
	Matrix  [][]float64 `toml:"matrix" range:"[0,1]" doc:"Probability of a tie for each pair of communities, instead of within and between; symmetric."`
}

var blockTies = chance.NewPurpose("network: ties within and between communities")

// Validate implements [Generator].
func (s *StochasticBlocks) Validate(customers int) []error {
	all := faults(s)
	if s.Shares != nil {
		sum := 0.0
		for _, share := range s.Shares {
			sum += share
		}
		all = append(all, only(unless(math.Abs(sum-1) < 1e-9, "shares", s.Shares, "a sum of 1, not %v", sum))...)
	}
	blocks := s.blocks()
	if len(all) > 0 || blocks > customers {
		return append(all, only(unless(blocks <= customers, "blocks", blocks, "at most customers = %d", customers))...)
	}
	if s.Matrix == nil {
		in, out := s.densities(customers)
		return append(all, only(
			unless(in <= 1, "within", s.Within, "no more than there are others in a community"),
			unless(out <= 1, "between", s.Between, "no more than there are customers in other communities"),
			fits(float64(customers)*(s.Within+s.Between)/2))...)
	}
	if len(s.Matrix) != blocks {
		return append(all, unless(false, "matrix", s.Matrix, "%d rows, one for each community", blocks))
	}
	for i, row := range s.Matrix {
		if len(row) != blocks {
			return append(all, unless(false, "matrix", row, "%d numbers in row %d", blocks, i+1))
		}
	}
	for i, row := range s.Matrix {
		for j := range i {
			all = append(all, only(unless(row[j] == s.Matrix[j][i], "matrix", row[j], "%v as across the diagonal (row %d, column %d)", s.Matrix[j][i], i+1, j+1))...)
		}
	}
	ties := 0.0
	for _, f := range s.fields(customers) {
		ties += float64(f.pairs()) * f.p
	}
	return append(all, only(fits(ties))...)
}

// blocks returns the number of communities.
func (s *StochasticBlocks) blocks() int {
	if s.Shares != nil {
		return len(s.Shares)
	}
	return s.Blocks
}

// firsts returns the first customer of every community, and the end.
func (s *StochasticBlocks) firsts(customers int) []int {
	n := s.blocks()
	all := make([]int, n+1)
	sum := 0.0
	for k := range n {
		if s.Shares == nil {
			all[k] = portion(customers, k, n)
			continue
		}
		all[k] = int(float64(sum*float64(customers)) + 0.5)
		sum += s.Shares[k]
	}
	all[n] = customers
	return all
}

// densities returns the probabilities of a tie within and between communities
// that give the mean degrees asked for.
func (s *StochasticBlocks) densities(customers int) (in, out float64) {
	within := 0
	firsts := s.firsts(customers)
	for k := range s.blocks() {
		within += pairs(firsts[k+1] - firsts[k])
	}
	density := func(mean float64, of int) float64 {
		if mean == 0 {
			return 0
		}
		return mean * float64(customers) / 2 / float64(of)
	}
	return density(s.Within, within), density(s.Between, pairs(customers)-within)
}

// fields lists all pairs of communities with the probability of a tie.
func (s *StochasticBlocks) fields(customers int) []field {
	firsts := s.firsts(customers)
	in, out := 0.0, 0.0
	if s.Matrix == nil {
		in, out = s.densities(customers)
	}
	var all []field
	for i := range s.blocks() {
		for j := range i + 1 {
			f := field{row: firsts[i], rows: firsts[i+1] - firsts[i], column: firsts[j], columns: firsts[j+1] - firsts[j], p: out}
			if i == j {
				f.columns, f.p = 0, in
			}
			if s.Matrix != nil {
				f.p = s.Matrix[i][j]
			}
			all = append(all, f)
		}
	}
	return all
}

// Generate implements [Generator].
func (s *StochasticBlocks) Generate(customers int, luck chance.Luck, workers int) (*Graph, error) {
	g, _ := build(customers, inLists(sow(s.fields(customers), luck, blockTies, workers)...), false, workers)
	return g, nil
}

// Planted implements [Planter].
func (s *StochasticBlocks) Planted(customers int, _ chance.Luck) []int32 {
	return grouped(s.firsts(customers))
}

// grouped returns the group of every customer if groups are numbers in a row.
func grouped(firsts []int) []int32 {
	all := make([]int32, firsts[len(firsts)-1])
	for k := range len(firsts) - 1 {
		for i := firsts[k]; i < firsts[k+1]; i++ {
			all[i] = int32(k)
		}
	}
	return all
}
