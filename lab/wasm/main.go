//go:build js && wasm

// Command wasm is the lab's engine in a browser: it hangs one function on the
// global object of a worker,
//
//	grapevine(verb, argument as JSON) → {json, arrays}
//
// where json is the answer as text and arrays are the long columns of numbers
// beside it, by name. If something is wrong the answer is {fault} alone, a text,
// which the worker (lab/page/src/worker.js) passes on.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"syscall/js"

	"grapevine/lab"
)

func main() {
	debug.SetGCPercent(400) // memory is there, and time is short
	b := &bridge{}
	js.Global().Set("grapevine", js.FuncOf(func(_ js.Value, args []js.Value) (answer any) {
		defer func() {
			if v := recover(); v != nil {
				answer = map[string]any{"fault": fmt.Sprint(v)}
			}
		}()
		reply, err := b.call(args[0].String(), []byte(args[1].String()))
		if err != nil {
			return map[string]any{"fault": err.Error()}
		}
		text, err := json.Marshal(reply.body)
		if err != nil {
			return map[string]any{"fault": err.Error()}
		}
		return map[string]any{"json": string(text), "arrays": reply.arrays}
	}))
	select {}
}

// bridge is what the page talks to: one session at a time.
type bridge struct {
	session *lab.Session
}

// reply is an answer with its columns of numbers.
type reply struct {
	body   any
	arrays map[string]any
}

// request is the argument of all verbs; each reads what it needs.
type request struct {
	Name       string   `json:"name"`
	Text       string   `json:"text"`
	Set        []string `json:"set"`
	Strategy   int      `json:"strategy"`
	Replicate  int      `json:"replicate"`
	Most       int      `json:"most"`
	Column     string   `json:"column"`
	Key        string   `json:"key"`
	Value      string   `json:"value"`
	Replicates int      `json:"replicates"`
}

func (b *bridge) call(verb string, argument []byte) (reply, error) {
	var q request
	if err := json.Unmarshal(argument, &q); err != nil {
		return reply{}, err
	}
	switch verb {
	case "shelves":
		return reply{body: lab.Shelves()}, nil
	case "open":
		return b.open(q)
	}
	if b.session == nil {
		return reply{}, fmt.Errorf("no scenario is open")
	}
	switch verb {
	case "set":
		if err := b.session.Set(q.Set); err != nil {
			return reply{}, err
		}
		return reply{body: b.session.About()}, nil
	case "play":
		w, err := b.session.Play(q.Strategy, q.Replicate)
		if err != nil {
			return reply{}, err
		}
		return watched(w), nil
	case "ties":
		return b.ties(q)
	case "draw":
		p, err := b.session.Draw(q.Replicate, q.Most)
		if err != nil {
			return reply{}, err
		}
		return reply{arrays: map[string]any{"who": int32s(p.Who), "x": float32s(p.X), "y": float32s(p.Y), "communities": int32s(p.Communities)}}, nil
	case "sample":
		return reply{body: b.session.Sample()}, nil
	case "answer":
		return reply{body: b.session.Answer()}, nil
	case "summary":
		text, err := b.session.Summary()
		return reply{body: text}, err
	case "series":
		var table bytes.Buffer
		err := b.session.Series(&table)
		return reply{arrays: map[string]any{"table": uint8s(table.Bytes())}}, err
	case "world":
		var table bytes.Buffer
		err := b.session.WriteWorld(&table, q.Replicate)
		return reply{arrays: map[string]any{"table": uint8s(table.Bytes())}}, err
	case "bands":
		return b.bands(q), nil
	case "try":
		p, err := b.session.Try(q.Key, q.Value, q.Replicates)
		return reply{body: p}, err
	case "toml":
		return reply{body: b.session.TOML()}, nil
	}
	return reply{}, fmt.Errorf("no verb is called %q", verb)
}

func (b *bridge) open(q request) (reply, error) {
	var s *lab.Session
	var err error
	if q.Text != "" {
		s, err = lab.Open(q.Text, true)
	} else {
		s, err = lab.Open(q.Name, false)
	}
	if err != nil {
		return reply{}, err
	}
	b.session = s
	return reply{body: s.About()}, nil
}

// bands returns those of a weekly column, of all strategies.
func (b *bridge) bands(q request) reply {
	arrays := map[string]any{}
	for i := range b.session.About().Strategies {
		var flat []float64
		for _, x := range b.session.Bands(i, q.Column) {
			flat = append(flat, x[:]...)
		}
		arrays[fmt.Sprint(i)] = float64s(flat)
	}
	return reply{arrays: arrays}
}

func (b *bridge) ties(q request) (reply, error) {
	all, err := b.session.Ties(q.Replicate)
	if err != nil {
		return reply{}, err
	}
	arrays := map[string]any{}
	for _, t := range all {
		flat := make([]int32, 0, 2*len(t.Pairs))
		for _, p := range t.Pairs {
			flat = append(flat, p[0], p[1])
		}
		arrays[t.Layer] = int32s(flat)
	}
	return reply{arrays: arrays}, nil
}

// watched splits a world into what is small and columns.
func watched(w *lab.World) reply {
	arrays := map[string]any{}
	var weekly []float64
	for _, column := range w.Weekly {
		weekly = append(weekly, column...)
	}
	arrays["weekly"] = float64s(weekly)

	n := len(w.Moves)
	who, week, to := make([]int32, n), make([]float32, n), make([]byte, n)
	for k, m := range w.Moves {
		who[k], week[k], to[k] = m.Who, float32(m.Week), byte(m.To)
	}
	arrays["moveWho"], arrays["moveWeek"], arrays["moveTo"] = int32s(who), float32s(week), uint8s(to)

	n = len(w.Bought)
	who, week = make([]int32, n), make([]float32, n)
	for k, p := range w.Bought {
		who[k], week[k] = p.Who, float32(p.Week)
	}
	arrays["boughtWho"], arrays["boughtWeek"] = int32s(who), float32s(week)

	n = len(w.Words)
	from, into, source, flags := make([]int32, n), make([]int32, n), make([]byte, n), make([]byte, n)
	week = make([]float32, n)
	for k, x := range w.Words {
		from[k], into[k], source[k], week[k] = x.From, x.To, byte(x.Source), float32(x.Week)
		if x.Bad {
			flags[k] |= 1
		}
		if x.Paid {
			flags[k] |= 2
		}
	}
	arrays["wordFrom"], arrays["wordTo"], arrays["wordSource"], arrays["wordFlags"], arrays["wordWeek"] = int32s(from), int32s(into), uint8s(source), uint8s(flags), float32s(week)

	n = len(w.States)
	stage, satisfaction, bond, trust := make([]byte, n), make([]byte, n), make([]byte, n), make([]byte, n)
	for k, s := range w.States {
		if stage[k] = s.Stage; s.Detractor {
			stage[k] |= 0x80
		}
		satisfaction[k], bond[k], trust[k] = byte(s.Satisfaction), byte(s.Bond), byte(s.Trust)
	}
	arrays["stage"], arrays["satisfaction"], arrays["bond"], arrays["trust"] = uint8s(stage), int8s(satisfaction), int8s(bond), int8s(trust)

	arrays["counted"] = int32s(w.Counts())

	n = len(w.Lives)
	parent := make([]int32, n)
	value := make([]float32, n)
	var names []string
	for k, l := range w.Lives {
		parent[k], value[k] = l.Parent, float32(l.Value)
		names = append(names, l.Source)
	}
	arrays["parent"], arrays["value"] = int32s(parent), float32s(value)
	return reply{
		body: map[string]any{
			"strategy": w.Strategy, "columns": w.Columns, "sources": w.Sources, "metrics": w.Metrics, "credited": names,
		},
		arrays: arrays,
	}
}
