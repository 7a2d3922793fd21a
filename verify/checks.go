package verify

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"grapevine/chance"
	"grapevine/network"
	"grapevine/sim/experiment/points"
	"grapevine/sim/experiment/sensitivity"
	"grapevine/sim/metric"
)

// Checks are rungs that are no runs: ordinary functions of the product, held to
// what they must return. A check returns samples by the name that a want reads.
var Checks = map[string]func(with []any) (map[string][]float64, error){
	"promoter score": promoterScore,
	"greedy seeds":   greedySeeds,
	"draws":          draws,
	"convergence":    convergence,
	"sensitivity":    sensitivityIndices,
}

// promoterScore scores answers that follow a binomial law of 10 with some
// chance; with a second argument, the line from which an answer promotes.
func promoterScore(with []any) (map[string][]float64, error) {
	likely, err := number(with, 0)
	if err != nil {
		return nil, err
	}
	line := 9.0
	if len(with) > 1 {
		if line, err = number(with, 1); err != nil {
			return nil, err
		}
	}
	answers := distuv.Binomial{N: 10, P: likely}
	const people = 400
	var promoters, passives, critics float64
	for k := range 11 {
		switch share := people * answers.Prob(float64(k)); {
		case float64(k) >= line:
			promoters += share
		case k >= 7:
			passives += share
		default:
			critics += share
		}
	}
	score, se := metric.PromoterScore(promoters, passives, critics)
	return map[string][]float64{"score": {score}, "standard error": {se}}, nil
}

// greedySeeds chooses the first customers of a named graph or a path, by what
// they add under the independent cascade.
func greedySeeds(with []any) (map[string][]float64, error) {
	if len(with) != 3 {
		return nil, fmt.Errorf("with = %v: want a graph, a number of seeds and a probability", with)
	}
	count, err := number(with, 1)
	if err != nil {
		return nil, err
	}
	pass, err := number(with, 2)
	if err != nil {
		return nil, err
	}
	var by network.Generator = &network.Path{}
	n := 7
	if name := fmt.Sprint(with[0]); name != "path" {
		by, n = &network.Named{Name: name}, 34
	}
	g, err := by.Generate(n, chance.Of(1, 1), 1)
	if err != nil {
		return nil, err
	}
	found := map[string][]float64{}
	for k, i := range network.Greedy(g, int(count), pass, chance.Of(1, 1)) {
		found[fmt.Sprintf("seed %d", k+1)] = []float64{float64(i)}
	}
	return found, nil
}

var purposeDraws = chance.NewPurpose("verify: draws")

// draws are 200,000 of the keyed draws: across customers, occurrences and
// replicates, and of neighbouring seeds. With an argument they are so much
// larger.
func draws(with []any) (map[string][]float64, error) {
	const n = 200_000
	scale := 1.0
	if len(with) > 0 {
		var err error
		if scale, err = number(with, 0); err != nil {
			return nil, err
		}
	}
	luck := chance.Of(1, 1)
	found := map[string][]float64{}
	for k := range uint32(n) {
		found["resistance, by customer"] = append(found["resistance, by customer"], scale*luck.Resistance(purposeDraws, k, 0))
		found["resistance, by occurrence"] = append(found["resistance, by occurrence"], scale*luck.Resistance(purposeDraws, 0, k))
		found["resistance, by replicate"] = append(found["resistance, by replicate"], scale*chance.Of(1, int(k)).Resistance(purposeDraws, 0, 0))
		found["resistance, by seed"] = append(found["resistance, by seed"], scale*chance.Of(uint64(k), 1).Resistance(purposeDraws, 0, 0))
	}
	return found, nil
}

// number reads an argument of a check.
func number(with []any, k int) (float64, error) {
	if k < len(with) {
		switch x := with[k].(type) {
		case float64:
			return x, nil
		case int64:
			return float64(x), nil
		}
	}
	return 0, fmt.Errorf("with = %v: argument %d: want a number", with, k+1)
}

// testFunctions are functions of shares whose indices are known: of Ishigami &
// Homma (1990), of Saltelli & Sobol' (1995), and a line.
var testFunctions = map[string]struct {
	factors int
	at      func(u []float64) float64
}{
	"ishigami": {3, func(u []float64) float64 {
		x := func(i int) float64 { return math.Pi * (2*u[i] - 1) }
		return math.Sin(x(0)) + 7*math.Pow(math.Sin(x(1)), 2) + 0.1*math.Pow(x(2), 4)*math.Sin(x(0))
	}},
	"g": {8, func(u []float64) float64 {
		y := 1.0
		for i, a := range []float64{0, 1, 4.5, 9, 99, 99, 99, 99} {
			y *= (math.Abs(4*u[i]-2) + a) / (1 + a)
		}
		return y
	}},
	"line": {3, func(u []float64) float64 { return 3*u[0] + 2*u[1] + u[2] }},
}

// sensitivityIndices lays a design over the factors of a test function and
// returns the indices by name and factor; with a power, of the function to that
// power.
func sensitivityIndices(with []any) (map[string][]float64, error) {
	if len(with) < 3 {
		return nil, fmt.Errorf("with = %v: want a design, a function and a number of points", with)
	}
	design := fmt.Sprint(with[0])
	f, ok := testFunctions[fmt.Sprint(with[1])]
	size, err := number(with, 2)
	if err != nil || !ok {
		return nil, fmt.Errorf("with = %v: want a test function and a number of points", with)
	}
	power := 1.0
	if len(with) > 3 {
		if power, err = number(with, 3); err != nil {
			return nil, err
		}
	}
	factors := make([]points.Factor, f.factors)
	for i := range factors {
		factors[i].Max = 1
	}
	luck := chance.Of(1, 1)
	laid, err := points.Lay(design, factors, points.Size{Points: int(size)}, luck)
	if err != nil {
		return nil, err
	}
	x, y := make([][]float64, len(laid)), make([]float64, len(laid))
	for k, p := range laid {
		x[k], y[k] = p, math.Pow(f.at(p), power)
	}
	var all []sensitivity.Index
	if design == "morris" {
		all, err = sensitivity.Morris(x, y, luck)
	} else {
		all, err = sensitivity.Sobol(y, f.factors, false, luck)
	}
	found := map[string][]float64{}
	for _, i := range all {
		if i.Factor >= 0 && i.With == sensitivity.None {
			found[fmt.Sprintf("%s of factor %d", i.Name, i.Factor+1)] = []float64{i.Value}
		}
	}
	return found, err
}
