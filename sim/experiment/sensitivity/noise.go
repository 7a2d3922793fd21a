package sensitivity

import "math"

// Noise parts the variance of a response over points and replicates that share
// their luck: replicate k of every point meets the same. Points are added as
// they come, and only sums are kept.
type Noise struct {
	points  int
	columns []float64 // sums by replicate
	first   float64   // everything is taken from here, for the sake of digits
	rows    float64   // sum of squares of the points' sums
	square  float64
	sum     float64
}

// Add takes in the replicates of one point. A point with a missing response, or
// with another number of replicates than the first, is left out.
func (s *Noise) Add(y []float64) {
	if !whole(y) || len(y) == 0 || s.points > 0 && len(y) != len(s.columns) {
		return
	}
	if s.points == 0 {
		s.columns, s.first = make([]float64, len(y)), y[0]
	}
	s.points++
	var row float64
	for k, x := range y {
		x -= s.first
		row += x
		s.columns[k] += x
		s.square += float64(x * x)
	}
	s.sum += row
	s.rows += float64(row * row)
}

// Split is where the variance of a single run comes from. The three add up to 1.
type Split struct {
	Factors float64 // the points: what the factors do
	Luck    float64 // the replicates: good and bad luck that all points share
	Rest    float64 // luck that works otherwise at one point than at another

	// Doubt is the share of the variance between the points' means that is no
	// effect of factors but what is left of luck: Rest over the replicates.
	Doubt float64
}

// Split returns the variance components of a two-way layout with one run a cell
// (Searle, Casella & McCulloch 1992, §4.4); none is negative. Without two
// points and two replicates nothing can be parted, and ok is false.
func (s *Noise) Split() (split Split, ok bool) {
	p, r := float64(s.points), float64(len(s.columns))
	if s.points < 2 || len(s.columns) < 2 {
		return Split{}, false
	}
	correction := float64(s.sum*s.sum) / (p * r)
	var columns float64
	for _, c := range s.columns {
		columns += float64(c * c)
	}
	total := s.square - correction
	between := s.rows/r - correction
	luck := columns/p - correction
	rest := math.Max(0, total-between-luck) / ((p - 1) * (r - 1))
	points := math.Max(0, between/(p-1)-rest) / r
	shared := math.Max(0, luck/(r-1)-rest) / p
	all := points + shared + rest
	if all == 0 {
		return Split{}, false
	}
	split = Split{points / all, shared / all, rest / all, 0}
	if points+rest > 0 {
		split.Doubt = rest / r / (points + rest/r)
	}
	return split, true
}

// Indices returns the parts as indices of the whole design.
func (s *Noise) Indices() []Index {
	split, ok := s.Split()
	if !ok {
		return nil
	}
	var all []Index
	for _, part := range []struct {
		name  string
		value float64
	}{{"variance_factors", split.Factors}, {"variance_luck", split.Luck}, {"variance_rest", split.Rest}, {"noise_share", split.Doubt}} {
		all = append(all, Index{part.name, All, None, part.value, math.NaN(), math.NaN(), s.points})
	}
	return all
}
