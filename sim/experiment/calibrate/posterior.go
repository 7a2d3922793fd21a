package calibrate

import (
	"cmp"
	"math"
	"slices"

	"grapevine/chance"
	"grapevine/sim/experiment/matrix"
)

// Posterior is what the data leave of the ranges, all values of which were alike
// before: draws, each with a weight.
type Posterior struct {
	Draws   [][]float64 // values, by draw and parameter
	Weights []float64   // add up to 1
	// Effective is how many draws of equal weight tell as much (Kish 1965).
	Effective float64
	Low, High []float64 // by parameter: 5 % and 95 % of the weight are below
	Mean      []float64
	Bands     [][]Band // by pattern and row: runs of the market with drawn values, weighed
	Inside    float64  // share of the data in their bands
}

var purposePosterior = chance.NewPurpose("calibrate: posterior")

// dare is the share of draws from the whole ranges, in case the data allow more
// than the estimate's covariance shows.
const dare = 0.2

// sample draws from the posterior under the synthetic likelihood of Wood (Nature
// 466, 2010): of the patterns' scores, one a parameter, which weigh rows by how
// much they tell (Fearnhead & Prangle 2012); taken to be normal, and the doubt about
// mean and covariance of so few runs counted by Student's t (Price et al. 2018).
// Draws come in two rounds, around the estimate, then around what the first round
// says, and are weighed by the mixture of both (Cornuet et al. 2012).
func (f *fitter) sample(e *estimated) (*Posterior, error) {
	d := len(f.Parameters)
	n := max(f.Replicates, 3*d+6)
	s := &sampler{fitter: f, e: e, n: n, data: f.scores(e, f.Data)}
	around := proposal{center: e.u}
	if e.covariance != nil {
		around.triangle, _ = matrix.Cholesky(scaled(e.covariance, 1.5*1.5*e.widen*e.widen))
	}
	first := f.Draws / 2
	if err := s.round(around, first); err != nil {
		return nil, err
	}
	s.weigh()
	if err := s.round(s.moments(), f.Draws-first); err != nil {
		return nil, err
	}
	s.weigh()
	return s.posterior(), nil
}

type sampler struct {
	*fitter
	e       *estimated
	n       int
	data    []float64
	rounds  []proposal
	sizes   []int
	us      [][]float64 // shares of the ranges, by draw
	runs    [][][][]float64
	support []float64 // log-likelihood, by draw
	weights []float64
}

// proposal is where draws come from: Student's t of 5 degrees around a center,
// and now and then anywhere.
type proposal struct {
	center   []float64
	triangle [][]float64 // of its scale; nil is anywhere always
}

const degrees = 5

func (p *proposal) density(u []float64) float64 {
	if p.triangle == nil {
		return 1
	}
	diff := make([]float64, len(u))
	for k := range u {
		diff[k] = u[k] - p.center[k]
	}
	return dare + (1-dare)*math.Exp(logStudent(p.triangle, diff, degrees))
}

// logStudent is the logarithm of the density of Student's t in several dimensions.
func logStudent(triangle [][]float64, diff []float64, nu float64) float64 {
	d := float64(len(diff))
	square, root := matrix.Distance(triangle, diff)
	a, _ := math.Lgamma((nu + d) / 2)
	b, _ := math.Lgamma(nu / 2)
	return a - b - d/2*math.Log(nu*math.Pi) - root - (nu+d)/2*math.Log1p(square/nu)
}

// round draws and runs the market at each.
func (s *sampler) round(p proposal, draws int) error {
	d := len(s.Parameters)
	luck := chance.Of(s.Seed, 0)
	for range draws {
		random := luck.Rand(purposePosterior, uint32(len(s.us)))
		u := make([]float64, d)
		if p.triangle == nil || random.Float64() < dare {
			for k := range u {
				u[k] = random.Float64()
			}
		} else {
			z := make([]float64, d)
			var chi float64
			for k := range z {
				z[k] = random.NormFloat64()
			}
			for range degrees {
				x := random.NormFloat64()
				chi += x * x
			}
			for k, x := range matrix.Times(p.triangle, z) {
				u[k] = p.center[k] + x/math.Sqrt(chi/degrees)
			}
		}
		support, runs := math.Inf(-1), [][][]float64(nil)
		if !slices.ContainsFunc(u, func(x float64) bool { return x < 0 || x > 1 }) {
			var err error
			if runs, err = s.simulate(u, s.n); err != nil {
				return err
			}
			support = s.likelihood(runs)
		}
		s.us, s.runs, s.support = append(s.us, u), append(s.runs, runs), append(s.support, support)
	}
	s.rounds, s.sizes = append(s.rounds, p), append(s.sizes, draws)
	return nil
}

// scores are the patterns' weighted products with their slopes.
func (f *fitter) scores(e *estimated, patterns [][]float64) []float64 {
	all := make([]float64, len(e.slope))
	for k := range e.slope {
		all[k] = f.dot(e.slope[k], less(patterns, e.means))
	}
	return all
}

// likelihood returns the logarithm of that of the data's scores, given runs.
func (s *sampler) likelihood(runs [][][]float64) float64 {
	d, n := len(s.data), float64(len(runs))
	all := make([][]float64, len(runs))
	mean := make([]float64, d)
	for r := range runs {
		all[r] = s.scores(s.e, runs[r])
		for k, x := range all[r] {
			mean[k] += x / n
		}
	}
	covariance := square(d)
	for _, x := range all {
		for i := range d {
			for k := range d {
				covariance[i][k] += float64((x[i]-mean[i])*(x[k]-mean[k])) / (n - 1)
			}
		}
	}
	nu := n - float64(d)
	for k := range d { // of what shows nothing, no more than rounding
		covariance[k][k] += 1e-12*s.e.spread[k] + 1e-300
	}
	wide := s.e.widen * s.e.widen * (1 + 1/n) * (n - 1) / nu
	triangle, ok := matrix.Cholesky(scaled(covariance, wide))
	if !ok {
		return math.Inf(-1)
	}
	diff := make([]float64, d)
	for k := range d {
		diff[k] = s.data[k] - mean[k]
	}
	return logStudent(triangle, diff, nu)
}

func scaled(m [][]float64, by float64) [][]float64 {
	out := square(len(m))
	for i := range m {
		for k := range m[i] {
			out[i][k] = m[i][k] * by
		}
	}
	return out
}

// weigh gives every draw its weight under the mixture of all rounds.
func (s *sampler) weigh() {
	top := slices.Max(s.support)
	s.weights = make([]float64, len(s.us))
	var sum float64
	for i, u := range s.us {
		if math.IsInf(s.support[i], -1) {
			continue
		}
		var mixture float64
		for k, p := range s.rounds {
			mixture += p.density(u) * float64(s.sizes[k]) / float64(len(s.us))
		}
		s.weights[i] = math.Exp(s.support[i]-top) / mixture
		sum += s.weights[i]
	}
	for i := range s.weights {
		s.weights[i] /= sum
	}
}

// moments returns the draws' weighted mean, and their covariance a little wider.
func (s *sampler) moments() proposal {
	d := len(s.Parameters)
	p := proposal{center: make([]float64, d)}
	for i, u := range s.us {
		for k := range u {
			p.center[k] += s.weights[i] * u[k]
		}
	}
	covariance := square(d)
	for i, u := range s.us {
		for a := range u {
			for b := range u {
				covariance[a][b] += s.weights[i] * (u[a] - p.center[a]) * (u[b] - p.center[b])
			}
		}
	}
	for k := range d {
		covariance[k][k] += 1e-6
	}
	p.triangle, _ = matrix.Cholesky(scaled(covariance, 1.2*1.2))
	return p
}

// posterior reads the draws.
func (s *sampler) posterior() *Posterior {
	p := &Posterior{}
	var squares float64
	for i, u := range s.us {
		if s.weights[i] == 0 {
			continue
		}
		values := make([]float64, len(u))
		for k := range u {
			values[k] = s.Parameters[k].At(u[k])
		}
		p.Draws, p.Weights = append(p.Draws, values), append(p.Weights, s.weights[i])
		squares += s.weights[i] * s.weights[i]
	}
	p.Effective = 1 / squares
	for k := range s.Parameters {
		var xs []float64
		var mean float64
		for i, v := range p.Draws {
			xs = append(xs, v[k])
			mean += p.Weights[i] * v[k]
		}
		p.Mean = append(p.Mean, mean)
		p.Low, p.High = append(p.Low, weightedQuantile(xs, p.Weights, (1-Confidence)/2)), append(p.High, weightedQuantile(xs, p.Weights, (1+Confidence)/2))
	}
	inside, rows := 0, 0
	for c := range s.Data {
		var bands []Band
		for i, y := range s.Data[c] {
			var xs, ws []float64
			b := Band{Data: y}
			for k, runs := range s.runs {
				for _, r := range runs {
					w := s.weights[k] / float64(s.n)
					xs, ws = append(xs, r[c][i]), append(ws, w)
					b.Mean += w * r[c][i]
				}
			}
			b.Low, b.High = weightedQuantile(xs, ws, (1-Confidence)/2), weightedQuantile(xs, ws, (1+Confidence)/2)
			bands = append(bands, b)
			if !math.IsNaN(y) {
				rows++
				if b.Low <= y && y <= b.High {
					inside++
				}
			}
		}
		p.Bands = append(p.Bands, bands)
	}
	p.Inside = float64(inside) / float64(rows)
	return p
}

// weightedQuantile returns the value below which a share of the weight is.
func weightedQuantile(xs, weights []float64, share float64) float64 {
	order := make([]int, len(xs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(xs[a], xs[b]) })
	var sum float64
	last := math.NaN()
	for _, i := range order {
		if weights[i] == 0 {
			continue
		}
		if sum += weights[i]; sum >= share {
			return xs[i]
		}
		last = xs[i]
	}
	return last
}
