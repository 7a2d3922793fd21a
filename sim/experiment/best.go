package experiment

import (
	"math"
	"slices"

	"grapevine/chance"
)

// draws is the number of draws from the posterior of the means. The standard
// error of a probability near 0.95 is then 0.002.
const draws = 10_000

var (
	purposeMean       = chance.NewPurpose("experiment: mean of an arm")
	purposeScale      = chance.NewPurpose("experiment: scale, normal")
	purposeAcceptance = chance.NewPurpose("experiment: scale, uniform")
)

// bets says for each strategy how probable it is that its true mean is the
// best, and what choosing it loses on average against the best.
//
// What is known of the means after n replicates is, under a flat prior, a
// multivariate t with n-1 degrees of freedom about the sample means, with the
// paired covariance over n (Box & Tiao, Bayesian Inference in Statistical
// Analysis, 1973, §8.4; one number for the degrees of freedom, those that each
// paired difference has by itself). Bets are counted over draws from it.
// Strategies that agree in every replicate are one, and share its probability.
type bets struct {
	normals [][]float64       // by strategy and draw
	scales  map[int][]float64 // by degrees of freedom and draw
	luck    chance.Luck
}

func newBets(luck chance.Luck) *bets {
	return &bets{scales: map[int][]float64{}, luck: luck}
}

// place returns probability and expected loss by strategy from values by
// strategy and replicate, of which more is better if better is 1 and less if
// it is -1. A strategy without any value takes no part; the others are judged
// by the replicates in which all of them have one.
func (b *bets) place(values [][]float64, better int) (pBest, loss []float64) {
	pBest, loss = make([]float64, len(values)), make([]float64, len(values))
	for i := range values {
		pBest[i], loss[i] = math.NaN(), math.NaN()
	}
	sides := takePart(values)
	if len(sides) == 0 {
		return pBest, loss
	}
	wins, short, ok := b.draw(sides, float64(better))
	if !ok {
		return pBest, loss
	}
	for k, s := range sides {
		for _, i := range s.arms {
			pBest[i] = wins[k] / float64(len(s.arms))
			loss[i] = short[k]
		}
	}
	return pBest, loss
}

// side is the strategies that agree in every replicate.
type side struct {
	arms   []int
	values []float64
}

// takePart returns the sides with their values in the replicates that all have.
func takePart(values [][]float64) []side {
	var arms []int
	for i, xs := range values {
		if slices.ContainsFunc(xs, func(x float64) bool { return x == x }) {
			arms = append(arms, i)
		}
	}
	if len(arms) == 0 {
		return nil
	}
	common := make([][]float64, len(arms))
	for r := range values[arms[0]] {
		if slices.ContainsFunc(arms, func(i int) bool { return math.IsNaN(values[i][r]) }) {
			continue
		}
		for k, i := range arms {
			common[k] = append(common[k], values[i][r])
		}
	}
	var sides []side
	for k, i := range arms {
		same := slices.IndexFunc(sides, func(s side) bool { return slices.Equal(s.values, common[k]) })
		if same < 0 {
			same = len(sides)
			sides = append(sides, side{values: common[k]})
		}
		sides[same].arms = append(sides[same].arms, i)
	}
	return sides
}

// draw counts wins and averages losses over draws of the means. It cannot with
// fewer than two replicates, unless there is one side only.
func (b *bets) draw(sides []side, sign float64) (wins, short []float64, ok bool) {
	k, n := len(sides), len(sides[0].values)
	wins, short = make([]float64, k), make([]float64, k)
	if k == 1 {
		wins[0] = 1
		return wins, short, true
	}
	if n < 2 {
		return nil, nil, false
	}
	means, root := posterior(sides)
	b.deal(k, n-1)
	scale := b.scales[n-1]
	at := make([]float64, k)
	for t := range draws {
		best := 0
		for i := range k {
			var z float64
			for j := range i + 1 {
				z += float64(root[i][j] * b.normals[j][t])
			}
			at[i] = sign * (means[i] + float64(z*scale[t]))
			if at[i] > at[best] {
				best = i
			}
		}
		wins[best]++
		for i := range k {
			short[i] += at[best] - at[i]
		}
	}
	for i := range k {
		wins[i] /= draws
		short[i] /= draws
	}
	return wins, short, true
}

// posterior returns the means and the lower triangular root of their
// covariance, by Cholesky's method; a strategy that follows from those before
// it adds nothing of its own.
func posterior(sides []side) (means []float64, root [][]float64) {
	k, n := len(sides), len(sides[0].values)
	means, root = make([]float64, k), make([][]float64, k)
	for i := range k {
		means[i], _ = moments(sides[i].values)
		root[i] = make([]float64, i+1)
		for j := range i + 1 {
			var sum float64
			for r := range n {
				sum += float64((sides[i].values[r] - means[i]) * (sides[j].values[r] - means[j]))
			}
			whole := sum / float64(n-1) / float64(n)
			rest := whole
			for m := range j {
				rest -= float64(root[i][m] * root[j][m])
			}
			switch {
			case i != j && root[j][j] > 0:
				root[i][j] = rest / root[j][j]
			case i == j && rest > 1e-12*whole:
				root[i][i] = math.Sqrt(rest)
			}
		}
	}
	return means, root
}

// deal draws what all responses share: a normal a strategy and draw, and the
// scale √(ν/χ²) that makes them Student's.
func (b *bets) deal(arms, degrees int) {
	for j := len(b.normals); j < arms; j++ {
		zs := make([]float64, draws)
		for t := range zs {
			zs[t] = b.luck.Normal(purposeMean, uint32(t), uint32(j))
		}
		b.normals = append(b.normals, zs)
	}
	if b.scales[degrees] == nil {
		scale := make([]float64, draws)
		for t := range scale {
			half := b.gamma(float64(degrees)/2, uint32(t)) // χ²/2
			scale[t] = math.Sqrt(float64(degrees) / 2 / half)
		}
		b.scales[degrees] = scale
	}
}

// gamma draws from the gamma distribution by the method of Marsaglia & Tsang
// (ACM Transactions on Mathematical Software 26, 2000).
func (b *bets) gamma(shape float64, who uint32) float64 {
	boost := 1.0
	if shape < 1 {
		boost = chance.Pow(b.luck.Uniform(purposeAcceptance, who, 1<<31), 1/shape)
		shape++
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for try := uint32(0); ; try++ {
		x := b.luck.Normal(purposeScale, who, try)
		v := 1 + float64(c*x)
		if v <= 0 {
			continue
		}
		v = v * v * v
		u := b.luck.Uniform(purposeAcceptance, who, try)
		if chance.Log(u) < float64(x*x)/2+d-float64(d*v)+float64(d*chance.Log(v)) {
			return boost * d * v
		}
	}
}
