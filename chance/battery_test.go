package chance

import (
	"fmt"
	"math"
	"math/bits"
	ordered "slices" // the package has a constant called slices
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// name is what a draw is called by.
type name struct {
	seed       uint64
	replicate  int
	part       int // 0: the luck of the replicate itself
	purpose    Purpose
	who, count uint32
}

// dealer is a generator of luck by name: ours, or one with a defect.
type dealer func(name) (uint64, uint64)

func ours(n name) (uint64, uint64) {
	l := Of(n.seed, n.replicate)
	if n.part > 0 {
		l = l.Apart(n.part)
	}
	return l.Bits(n.purpose, n.who, n.count)
}

// walks are the ways in which names that are neighbours are met in a run: from
// a starting point k, the name of the i-th draw.
var walks = map[string]func(k, i uint32) name{
	"customers":    func(k, i uint32) name { return name{seed: 1 + uint64(k), purpose: 77, who: i, count: 3} },
	"occurrences":  func(k, i uint32) name { return name{seed: 1, purpose: 77, who: k, count: i} },
	"purposes":     func(k, i uint32) name { return name{seed: 1, purpose: Purpose(i), who: k, count: 0} },
	"replicates":   func(k, i uint32) name { return name{seed: 1, replicate: int(i), purpose: 77, who: k} },
	"seeds":        func(k, i uint32) name { return name{seed: uint64(i), replicate: int(k), purpose: 77, who: 5} },
	"parts":        func(k, i uint32) name { return name{seed: 1, part: 1 + int(i), purpose: 77, who: k} },
	"crosswise":    func(k, i uint32) name { return name{seed: 1 + uint64(k), purpose: 77, who: i >> 8, count: i & 255} },
	"turn by turn": func(k, i uint32) name { return name{seed: 1, replicate: int(i & 1), purpose: 77, who: k<<16 + i>>1} },
}

// words is how many draws of 64 bits a trial looks at.
const words = 1 << 14

// trials are tests of one sequence of words: each returns the probability that
// independent uniform bits look as bad or worse. They are those of Knuth (The
// Art of Computer Programming 2, § 3.3.2: equidistribution, serial, collisions,
// serial correlation), and of the batteries Diehard (Marsaglia 1995: ranks of
// binary matrices, birthday spacings) and NIST SP 800-22 (2010: frequency,
// runs, cumulative sums), which no maintained library in Go offers.
var trials = map[string]func(x []uint64) float64{
	"top byte":  func(x []uint64) float64 { return bytesOf(x, 56) },
	"13th bit":  func(x []uint64) float64 { return bytesOf(x, 12) }, // the lowest byte that Unit keeps
	"last byte": func(x []uint64) float64 { return bytesOf(x, 0) },
	"distance": func(x []uint64) float64 { // Kolmogorov & Smirnov
		u := make([]float64, len(x))
		for i, w := range x {
			u[i] = Unit(w)
		}
		return kolmogorov(u, func(u float64) float64 { return u })
	},
	"pairs": func(x []uint64) float64 {
		cells := make([]float64, 1<<10)
		for i := 0; i+1 < len(x); i += 2 {
			cells[x[i]>>59<<5|x[i+1]>>59]++
		}
		return even(cells)
	},
	"triples of bits": func(x []uint64) float64 { // of the same place in three draws in a row
		cells := make([]float64, 8)
		for i := 0; i+2 < len(x); i += 3 {
			for b := range 64 {
				cells[x[i]>>b&1|x[i+1]>>b&1<<1|x[i+2]>>b&1<<2]++
			}
		}
		return even(cells)
	},
	"serial correlation": func(x []uint64) float64 {
		worst := 0.0
		lags := []int{1, 2, 3, 16, 256}
		for _, lag := range lags {
			sum := 0.0
			for i := lag; i < len(x); i++ {
				sum += (Unit(x[i]) - 0.5) * (Unit(x[i-lag]) - 0.5) * 12
			}
			worst = max(worst, math.Abs(sum)/math.Sqrt(float64(len(x)-lag)))
		}
		return 1 - math.Pow(1-twoSided(worst), float64(len(lags)))
	},
	"balance of bits": func(x []uint64) float64 {
		chi2 := 0.0
		for b := range 64 {
			ones := 0.0
			for _, w := range x {
				ones += float64(w >> b & 1)
			}
			n := float64(len(x))
			chi2 += (ones - n/2) * (ones - n/2) / (n / 4)
		}
		return beyond(chi2, 64)
	},
	"bits that change": func(x []uint64) float64 { // between neighbours: half, or avalanche is missing
		law := distuv.Binomial{N: 64, P: 0.5}
		const low, high = 24, 40
		got, want := make([]float64, high-low+1), make([]float64, high-low+1)
		for k := range 65 {
			want[min(max(k, low), high)-low] += law.Prob(float64(k)) * float64(len(x)/2)
		}
		for i := 0; i+1 < len(x); i += 2 {
			got[min(max(bits.OnesCount64(x[i]^x[i+1]), low), high)-low]++
		}
		chi2 := 0.0
		for k := range got {
			chi2 += (got[k] - want[k]) * (got[k] - want[k]) / want[k]
		}
		return beyond(chi2, high-low)
	},
	"runs": func(x []uint64) float64 { // of the same bit, along the draws and within them
		worst := 0.0
		for _, step := range []func(i int) (uint64, uint64){
			func(i int) (uint64, uint64) { return x[i] >> 63, x[i-1] >> 63 },
			func(i int) (uint64, uint64) { return uint64(bits.OnesCount64(x[i]^x[i]>>1<<1)) & 1, 0 },
		} {
			changes := 0.0
			for i := 1; i < len(x); i++ {
				if a, b := step(i); a != b {
					changes++
				}
			}
			n := float64(len(x) - 1)
			worst = max(worst, math.Abs(changes-n/2)/math.Sqrt(n/4))
		}
		return 1 - math.Pow(1-twoSided(worst), 2)
	},
	"ranks of matrices": func(x []uint64) float64 { // 64 draws are a matrix of bits
		got := make([]float64, 3)
		for i := 0; i+64 <= len(x); i += 64 {
			got[min(64-rank(x[i:i+64]), 2)]++
		}
		full := 0.2887880951 // Π(1 - 2^-k); one less has twice that (Kovalenko 1972)
		want := []float64{full, 2 * full, 1 - 3*full}
		chi2, n := 0.0, float64(len(x)/64)
		for k := range got {
			chi2 += (got[k] - n*want[k]) * (got[k] - n*want[k]) / (n * want[k])
		}
		return beyond(chi2, 2)
	},
	"collisions": func(x []uint64) float64 { // of the first 22 bits: about Poisson(32)
		return poisson(repeats(x, func(w uint64) uint64 { return w >> 42 }), 22)
	},
	"collisions at the end": func(x []uint64) float64 {
		return poisson(repeats(x, func(w uint64) uint64 { return w & (1<<22 - 1) }), 22)
	},
	"birthday spacings": func(x []uint64) float64 { // 2^14 birthdays in a year of 2^35 days: n³/4m = 32 spacings repeat
		days := make([]uint64, len(x))
		for i, w := range x {
			days[i] = w >> 29
		}
		ordered.Sort(days)
		for i := len(days) - 1; i > 0; i-- {
			days[i] -= days[i-1]
		}
		n := float64(len(x))
		return poissonOf(repeats(days, func(d uint64) uint64 { return d }), n*n*n/4/(1<<35))
	},
}

// The generator deals luck that nobody can tell from independent uniform bits,
// along every way in which a run goes through names that are neighbours. Each
// test is done from several starting points, and the probabilities found must
// neither be too small nor, taken together, be anything but uniform.
func TestBattery(t *testing.T) {
	starts := uint32(8)
	if testing.Short() {
		starts = 3
	}
	for _, fault := range battery(ours, starts) {
		t.Error(fault)
	}
}

// Generators with a small defect do not pass the battery.
func TestBatterySeesDefects(t *testing.T) {
	if testing.Short() {
		return
	}
	for defect, d := range map[string]dealer{
		"two rounds only": func(n name) (uint64, uint64) {
			return philox(uint64(n.who)|uint64(n.count)<<32, uint64(n.purpose), Of(n.seed, n.replicate).Apart(n.part).key, 2)
		},
		"replicate and seed added up": func(n name) (uint64, uint64) {
			return Luck{key: n.seed + uint64(n.replicate)}.Apart(n.part).bits(n, 1)
		},
		"customer and count added up": func(n name) (uint64, uint64) {
			return ours(name{n.seed, n.replicate, n.part, n.purpose, n.who + n.count, 0})
		},
		"the same for all replicates of even number": func(n name) (uint64, uint64) {
			n.replicate |= 1
			return ours(n)
		},
		"purpose left out": func(n name) (uint64, uint64) { n.purpose = 0; return ours(n) },
		"a bit that is set in 54 % of draws": func(n name) (uint64, uint64) {
			a, b := ours(n)
			if b%12 == 0 {
				a |= 1 << 41
			}
			return a, b
		},
		"a stream, one word for each customer": func(n name) (uint64, uint64) { // multiplicative congruence (Lehmer)
			a := (uint64(n.who)<<20 + uint64(n.count) + n.seed + uint64(n.replicate)<<40 + uint64(n.purpose)<<10 + uint64(n.part)) * multiplier
			return a, ^a
		},
		"one draw in twelve is the neighbour's": func(n name) (uint64, uint64) {
			a, b := ours(n)
			if b%12 == 0 {
				n.who ^= 1
				a, _ = ours(n)
			}
			return a, b
		},
	} {
		if len(battery(d, 2)) == 0 {
			t.Errorf("%s: goes unseen", defect)
		}
	}
}

// bits deals with fewer rounds.
func (l Luck) bits(n name, rounds int) (uint64, uint64) {
	return philox(uint64(n.who)|uint64(n.count)<<32, uint64(n.purpose), l.key, rounds)
}

// battery returns what is wrong with a generator: a false alarm in a thousand.
func battery(d dealer, starts uint32) (faults []string) {
	found := map[string][]float64{} // p-values by test
	x, y := make([]uint64, words), make([]uint64, words)
	for way, walk := range walks {
		for k := range starts {
			for i := range x {
				x[i], y[i] = d(walk(k, uint32(i)))
			}
			for half, sequence := range [][]uint64{x, y} {
				for test, of := range trials {
					p := of(sequence)
					found[test] = append(found[test], p)
					if p < 1e-7 {
						faults = append(faults, fmt.Sprintf("along %s, from %d, half %d: %s: p = %.1e", way, k, half, test, p))
					}
				}
			}
		}
	}
	for test, all := range found {
		if len(all) < 100 {
			continue // too few to judge
		}
		if p := kolmogorov(all, func(p float64) float64 { return p }); p < 1e-5 {
			faults = append(faults, fmt.Sprintf("%s: %d probabilities that are not uniform: p = %.1e", test, len(all), p))
		}
	}
	return faults
}

// bytesOf tests a byte of each word, from a bit on, for equidistribution.
func bytesOf(x []uint64, from int) float64 {
	cells := make([]float64, 256)
	for _, w := range x {
		cells[w>>from&255]++
	}
	return even(cells)
}

// even returns the probability that cells are as uneven or more.
func even(cells []float64) float64 {
	n := 0.0
	for _, c := range cells {
		n += c
	}
	e, chi2 := n/float64(len(cells)), 0.0
	for _, c := range cells {
		chi2 += (c - e) * (c - e) / e
	}
	return beyond(chi2, len(cells)-1)
}

func beyond(chi2 float64, df int) float64 { return distuv.ChiSquared{K: float64(df)}.Survival(chi2) }

func twoSided(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// kolmogorov returns the probability of so large a distance from a law, by the
// first terms of the limit of Kolmogorov (1933) with Stephens' correction (1970).
func kolmogorov(sample []float64, cdf func(float64) float64) float64 {
	sample = ordered.Clone(sample)
	ordered.Sort(sample)
	n, d := float64(len(sample)), 0.0
	for i, x := range sample {
		f := cdf(x)
		d = max(d, f-float64(i)/n, float64(i+1)/n-f)
	}
	l := d * (math.Sqrt(n) + 0.12 + 0.11/math.Sqrt(n))
	if l < 0.3 {
		return 1
	}
	p := 0.0
	for k := 1.0; k < 20; k++ {
		p += 2 * math.Pow(-1, k-1) * math.Exp(-2*k*k*l*l)
	}
	return min(max(p, 0), 1)
}

// repeats counts words that were there before.
func repeats(x []uint64, part func(uint64) uint64) int {
	all := make([]uint64, len(x))
	for i, w := range x {
		all[i] = part(w)
	}
	ordered.Sort(all)
	n := 0
	for i := 1; i < len(all); i++ {
		if all[i] == all[i-1] {
			n++
		}
	}
	return n
}

// poisson returns how odd so many repeats are among words of so many bits.
func poisson(repeated, bits int) float64 {
	n, m := float64(words), float64(uint64(1)<<bits)
	return poissonOf(repeated, n-m*-math.Expm1(n*math.Log1p(-1/m)))
}

// poissonOf returns the two-sided probability of a count, made continuous by
// taking half of its own.
func poissonOf(count int, mean float64) float64 {
	law := distuv.Poisson{Lambda: mean}
	below := law.CDF(float64(count)) - law.Prob(float64(count))/2
	return min(2*min(below, 1-below), 1)
}

// rank returns the rank of a square matrix of bits, a row a word.
func rank(rows []uint64) int {
	m := ordered.Clone(rows)
	r := 0
	for b := range 64 {
		pivot := -1
		for i := r; i < len(m); i++ {
			if m[i]>>b&1 == 1 {
				pivot = i
				break
			}
		}
		if pivot < 0 {
			continue
		}
		m[r], m[pivot] = m[pivot], m[r]
		for i := r + 1; i < len(m); i++ {
			if m[i]>>b&1 == 1 {
				m[i] ^= m[r]
			}
		}
		r++
	}
	return r
}

// Resistances are exponential of mean 1, by the distance of Kolmogorov; those
// of a law 2 % off are told apart.
func TestResistanceLaw(t *testing.T) {
	const n = 200_000
	sample := func(scale float64) []float64 {
		all := make([]float64, n)
		for i := range all {
			l := Of(uint64(i%7), i%11)
			all[i] = scale * l.Resistance(Purpose(9), uint32(i), uint32(i%3))
		}
		return all
	}
	exponential := func(x float64) float64 { return -math.Expm1(-x) }
	if p := kolmogorov(sample(1), exponential); p < 1e-4 {
		t.Errorf("resistances are not exponential of mean 1: p = %.1e", p)
	}
	if p := kolmogorov(sample(1.02), exponential); p > 1e-4 {
		t.Errorf("resistances of mean 1.02 go unseen: p = %.1e", p)
	}
}
