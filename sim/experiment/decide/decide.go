// Package decide finds the best of several strategies at a stated probability of
// error, and lets replicates go where the decision is: a strategy that cannot be
// the best any more is not run again.
package decide

import (
	"context"
	"fmt"
	"math"

	"grapevine/chance"
)

// Problem is what is to be decided.
type Problem struct {
	Arms     int
	Minimise bool // whether less of the response is better
	// Error is the probability of not choosing the best that is put up with,
	// whenever the best is better than any other by Indifference or more. Closer
	// ones are as good as the best.
	Error        float64
	Indifference float64 // in the unit of the response; see Relative
	Relative     bool    // Indifference is a share of the best mean after the first replicates
	First        int     // replicates of all arms at first, 10 or more; 0 is 20
	Cap          int     // most replicates of an arm; 0 is 10,000
	// Draw returns the response of some arms in the replicates from one number to
	// another, both included, by arm and replicate. Replicate k of all arms has
	// the same luck.
	Draw func(ctx context.Context, arms []int, from, to int) ([][]float64, error)
}

// Arm is what was found of one arm.
type Arm struct {
	N    int // replicates
	Mean float64
	Out  int // number of replicates after which it was out; 0 if it stayed to the end
	// Short is by how much it falls short of the chosen one over the replicates
	// that both have, with an interval of the kind that Decision.Intervals names.
	Short, Low, High float64
}

// Decision is the outcome.
type Decision struct {
	Best         int
	Decided      bool // false if Cap came first
	Indifference float64
	Arms         []Arm
	Runs         int
}

// Intervals says what the intervals of a decision are.
const Intervals = "all at once, over every pair of strategies and every look on the way: they hold whenever one stops"

// Run decides by the sequential procedure of Kim & Nelson (ACM Transactions on
// Modeling and Computer Simulation 11, 2001), which holds for unequal variances
// and for the shared luck of paired replicates: after the first replicates an
// arm is out as soon as its mean is below another's by more than a bound that
// closes with the number of replicates. The guarantee is exact for normal
// responses. It is an error if a response does not exist.
func Run(ctx context.Context, p Problem, progress func(runs int)) (*Decision, error) {
	first, most := p.First, p.Cap
	if first == 0 {
		first = 20
	}
	if most == 0 {
		most = 10_000
	}
	if p.Arms < 2 || first < 2 || !(p.Error > 0 && p.Error < 1) || !(p.Indifference > 0) {
		return nil, fmt.Errorf("arms = %d, first = %d, error = %g, indifference = %g: want 2 arms or more, 2 replicates or more, an error from 0 to 1 and an indifference above 0", p.Arms, first, p.Error, p.Indifference)
	}
	s := &state{Problem: p, values: make([][]float64, p.Arms), out: make([]int, p.Arms)}
	for i := range s.out {
		s.in = append(s.in, i)
	}
	if err := s.draw(ctx, first); err != nil {
		return nil, err
	}
	delta := p.Indifference
	if p.Relative {
		if delta *= math.Abs(s.mean(s.best(), first)); delta == 0 {
			return nil, fmt.Errorf("the best mean is 0: want an indifference that is an amount, not a share")
		}
	}
	n0 := float64(first)
	eta := (chance.Pow(2*p.Error/float64(p.Arms-1), -2/(n0-1)) - 1) / 2
	hh := 2 * eta * (n0 - 1)
	spread := s.variances(first)
	for n := first; ; n++ {
		s.eliminate(n, func(i, j int) float64 {
			return math.Max(0, delta/(2*float64(n))*(float64(hh*spread[i][j])/float64(delta*delta)-float64(n)))
		})
		if progress != nil {
			progress(s.runs())
		}
		if len(s.in) == 1 || n >= most {
			break
		}
		// Looking after every replicate is free; running them one by one is not.
		if len(s.values[s.in[0]]) == n {
			if err := s.draw(ctx, min(n+max(1, n/8), most)); err != nil {
				return nil, err
			}
		}
	}
	return s.decision(delta), nil
}

type state struct {
	Problem
	in     []int
	out    []int       // by arm: replicates after which it was out
	values [][]float64 // by arm and replicate, more is better
}

// draw runs the arms that are in up to a replicate.
func (s *state) draw(ctx context.Context, to int) error {
	from := len(s.values[s.in[0]]) + 1
	got, err := s.Draw(ctx, s.in, from, to)
	if err != nil {
		return err
	}
	for k, i := range s.in {
		for r, x := range got[k] {
			if math.IsNaN(x) {
				return fmt.Errorf("arm %d has no response in replicate %d: there is nothing to decide by", i, from+r)
			}
			if s.Minimise {
				x = -x
			}
			s.values[i] = append(s.values[i], x)
		}
	}
	return nil
}

func (s *state) runs() int {
	n := 0
	for _, xs := range s.values {
		n += len(xs)
	}
	return n
}

// mean returns that of an arm's first replicates.
func (s *state) mean(i, n int) float64 {
	var sum float64
	for _, x := range s.values[i][:n] {
		sum += x
	}
	return sum / float64(n)
}

func (s *state) best() int {
	best := s.in[0]
	n := len(s.values[best])
	for _, i := range s.in {
		if s.mean(i, n) > s.mean(best, n) {
			best = i
		}
	}
	return best
}

// variances returns those of all paired differences.
func (s *state) variances(n int) [][]float64 {
	v := make([][]float64, s.Arms)
	for i := range v {
		v[i] = make([]float64, s.Arms)
		for j := range v {
			_, sd := s.difference(i, j, n)
			v[i][j] = sd * sd
		}
	}
	return v
}

// difference returns mean and standard deviation of i less j.
func (s *state) difference(i, j, n int) (mean, sd float64) {
	for k := range n {
		mean += s.values[i][k] - s.values[j][k]
	}
	mean /= float64(n)
	for k := range n {
		d := s.values[i][k] - s.values[j][k] - mean
		sd += float64(d * d)
	}
	return mean, math.Sqrt(sd / float64(n-1))
}

// eliminate takes those out that are below another by more than the bound. Of
// arms that are equal to the last digit, the first stays.
func (s *state) eliminate(n int, bound func(i, j int) float64) {
	means := map[int]float64{}
	for _, i := range s.in {
		means[i] = s.mean(i, n)
	}
	var stay []int
	for _, i := range s.in {
		gone := false
		for _, j := range s.in {
			w := 0.0
			if i != j {
				w = bound(i, j)
			}
			if i != j && (means[i] < means[j]-w || w == 0 && means[i] == means[j] && j < i) {
				gone = true
			}
		}
		if gone {
			s.out[i] = n
			continue
		}
		stay = append(stay, i)
	}
	s.in = stay
}

// decision compares all with the best of those that are left, each over the
// replicates that both have.
func (s *state) decision(delta float64) *Decision {
	best := s.best()
	d := &Decision{Best: best, Decided: len(s.in) == 1, Indifference: delta, Runs: s.runs()}
	for i := range s.values {
		n := len(s.values[i])
		a := Arm{N: n, Mean: s.mean(i, n), Out: s.out[i]}
		if s.Minimise {
			a.Mean = -a.Mean
		}
		if i != best {
			n = min(n, len(s.values[best]))
			mean, sd := s.difference(best, i, n)
			pairs := float64(s.Arms*(s.Arms-1)) / 2 // any of which the chosen one might have been in
			half := always(n, s.Error/pairs) * sd / math.Sqrt(float64(n))
			a.Short, a.Low, a.High = mean, mean-half, mean+half
		}
		d.Arms = append(d.Arms, a)
	}
	return d
}

// always returns what a standard error is to be taken times for an interval of a
// mean that holds at every number of replicates at once, with an error in all of
// alpha, so that it may be looked at as often as one likes: the means that a
// likelihood ratio of Student's t, mixed over effects of a normal law, does not
// refute (Lai 1976; exact for normal responses). It is infinite as long as nothing
// is refuted.
func always(n int, alpha float64) float64 {
	nu := float64(n - 1)
	a := 1 + float64(float64(n)*effects)
	r := chance.Pow(math.Sqrt(a)/alpha, 2/float64(n))
	if r >= a {
		return math.Inf(1)
	}
	return math.Sqrt(nu * (r - 1) / (1 - r/a))
}

// effects is the variance of the mixture's effects, in standard deviations of a
// paired difference: with it, intervals are tight after twenty replicates and lose
// little by ten thousand.
const effects = 0.5
