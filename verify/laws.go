package verify

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"
)

// laws are the distributions of counts that a rung may name.
var laws = map[string]func(a []float64) func(k int) float64{
	"binomial": func(a []float64) func(int) float64 {
		d := distuv.Binomial{N: a[0], P: a[1]}
		return func(k int) float64 { return d.Prob(float64(k)) }
	},
	"poisson": func(a []float64) func(int) float64 {
		d := distuv.Poisson{Lambda: a[0]}
		return func(k int) float64 { return d.Prob(float64(k)) }
	},
	// Degrees of Barabási & Albert with m ties a newcomer: Dorogovtsev, Mendes
	// & Samukhin 2000.
	"barabasi-albert": func(a []float64) func(int) float64 {
		m := a[0]
		return func(at int) float64 {
			if k := float64(at); k >= m {
				return 2 * m * (m + 1) / (k * (k + 1) * (k + 2))
			}
			return 0
		}
	},
	// Ties by a power law of some exponent, from some number to another.
	"power-law": func(a []float64) func(int) float64 {
		sum := 0.0
		for k := a[1]; k <= a[2]; k++ {
			sum += math.Pow(k, -a[0])
		}
		return func(at int) float64 {
			if k := float64(at); k >= a[1] && k <= a[2] {
				return math.Pow(k, -a[0]) / sum
			}
			return 0
		}
	},
	// Degrees of Watts & Strogatz with K ties rewired with probability b: Barrat
	// & Weigt 2000.
	"watts-strogatz": func(a []float64) func(int) float64 {
		half := int(a[0]) / 2
		kept, come := distuv.Binomial{N: float64(half), P: 1 - a[1]}, distuv.Poisson{Lambda: float64(half) * a[1]}
		return func(k int) (p float64) {
			for stay := 0; stay <= min(half, k-half); stay++ {
				p += float64(kept.Prob(float64(stay)) * come.Prob(float64(k-half-stay)))
			}
			return p
		}
	},
	// Sizes of cascades in which everybody wins Poisson(R) others: Borel 1942.
	"borel": func(a []float64) func(int) float64 {
		return func(k int) float64 {
			if k < 1 {
				return 0
			}
			n, r := float64(k), a[0]
			lg, _ := math.Lgamma(n + 1)
			return math.Exp(-r*n + (n-1)*math.Log(r*n) - lg)
		}
	},
	// Sizes of cascades in which everybody asks m others, each of whom accepts
	// with probability c, but the first asks one more: Dwass 1969, summed over
	// those whom the first wins.
	"progeny": func(a []float64) func(int) float64 {
		m, c := a[0], a[1]
		return func(k int) float64 {
			n := float64(k)
			switch {
			case k < 1:
				return 0
			case k == 1:
				return math.Pow(1-c, m+1)
			}
			return (m + 1) * c / (n - 1) * distuv.Binomial{N: m * n, P: c}.Prob(n-2)
		}
	},
}

// cdfs are the distributions of times that a rung may name.
var cdfs = map[string]func(a []float64) func(x float64) float64{
	"exponential": func(a []float64) func(float64) float64 {
		return func(x float64) float64 { return 1 - math.Exp(-a[0]*x) }
	},
	"normal": func(a []float64) func(float64) float64 {
		return distuv.Normal{Mu: a[0], Sigma: a[1]}.CDF
	},
	"uniform": func(a []float64) func(float64) float64 {
		return func(x float64) float64 { return min(max(x, 0), 1) }
	},
}

// pmf returns the law of counts that is wanted.
func (w *Want) pmf() (func(int) float64, error) {
	if w.Pmf != nil {
		at := map[int]float64{}
		for _, m := range w.Pmf {
			at[m.At] = m.Share
		}
		return func(k int) float64 { return at[k] }, nil
	}
	name, args, err := call(w.Law)
	if err != nil || laws[name] == nil {
		return nil, fmt.Errorf("law = %q: want one such as poisson(2)", w.Law)
	}
	return laws[name](args), nil
}

// cdfOf returns the distribution of times that is named.
func cdfOf(law string) (func(float64) float64, error) {
	name, args, err := call(law)
	if err != nil || cdfs[name] == nil {
		return nil, fmt.Errorf("law = %q: want one such as exponential(0.1)", law)
	}
	return cdfs[name](args), nil
}

// call takes apart what is written as name(1, 2).
func call(text string) (name string, args []float64, err error) {
	name, rest, _ := strings.Cut(strings.TrimSuffix(text, ")"), "(")
	for _, a := range strings.Split(rest, ",") {
		if a = strings.TrimSpace(a); a == "" {
			continue
		}
		x, err := strconv.ParseFloat(a, 64)
		if err != nil {
			return "", nil, err
		}
		args = append(args, x)
	}
	return name, args, nil
}
