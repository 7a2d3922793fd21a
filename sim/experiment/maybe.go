package experiment

import (
	"encoding/json"
	"math"
)

// Maybe is a number that may not exist: not-a-number in Go, null in JSON.
type Maybe float64

// Exists reports whether there is a number.
func (m Maybe) Exists() bool { return !math.IsNaN(float64(m)) }

// MarshalJSON implements json.Marshaler.
func (m Maybe) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(m)) || math.IsInf(float64(m), 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(m))
}

// MarshalJSON implements json.Marshaler, with the names of summary.csv.
func (e Estimate) MarshalJSON() ([]byte, error) { return json.Marshal(e.plain()) }

type plainEstimate struct {
	N      int   `json:"n"`
	Mean   Maybe `json:"mean"`
	SD     Maybe `json:"sd"`
	Low    Maybe `json:"ci_low"`
	High   Maybe `json:"ci_high"`
	P10    Maybe `json:"p10"`
	Median Maybe `json:"median"`
	P90    Maybe `json:"p90"`
}

func (e Estimate) plain() plainEstimate {
	return plainEstimate{e.N, Maybe(e.Mean), Maybe(e.SD), Maybe(e.Low), Maybe(e.High), Maybe(e.P10), Maybe(e.Median), Maybe(e.P90)}
}

// MarshalJSON implements json.Marshaler, with the names of comparison.csv.
func (d Difference) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		plainEstimate
		Correlation Maybe `json:"correlation"`
		PBetter     Maybe `json:"p_better"`
	}{d.plain(), Maybe(d.Correlation), Maybe(d.PBetter)})
}

// MarshalJSON implements json.Marshaler.
func (f Failure) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Strategy  string `json:"strategy"`
		Replicate int    `json:"replicate"`
		Error     string `json:"error"`
	}{f.Strategy, f.Replicate, f.Err.Error()})
}

// MarshalJSON implements json.Marshaler.
func (s Stop) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Replicates int     `json:"replicates"`
		Target     float64 `json:"target"`
		Reached    Maybe   `json:"reached"`
		Met        bool    `json:"met"`
	}{s.Replicates, s.Target, Maybe(s.Reached), s.Met})
}

// MarshalJSON implements json.Marshaler.
func (s Synergy) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		A string `json:"a"`
		B string `json:"b"`
		plainEstimate
	}{s.A, s.B, s.plain()})
}
