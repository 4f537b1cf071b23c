package dev.sightline.autoconfigure.redaction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Finds many literal texts in one pass (the automaton of Aho and Corasick). Case does not
 * matter, and each digit stands for any digit.
 */
class TriggerScanner {

	private static final int[] NOTHING = {};

	private static final String SIGNS = "-_.:/@+ =";

	/**
	 * Classes of characters: one for all that no trigger has, then digits, letters and
	 * signs.
	 */
	private static final int WIDTH = 2 + 26 + SIGNS.length();

	private final byte[] classes = new byte[128];

	/**
	 * The state after a state and a class of characters. A state is where its row begins,
	 * or the complement of that if a trigger ends in it.
	 */
	private final int[] next;

	/**
	 * The triggers that end in a state.
	 */
	private final int[][] hits;

	private final int[] lengths;

	TriggerScanner(List<String> triggers) {
		for (char c = '0'; c <= '9'; c++) {
			this.classes[c] = 1;
		}
		for (int i = 0; i < 26; i++) {
			this.classes['a' + i] = (byte) (2 + i);
			this.classes['A' + i] = (byte) (2 + i);
		}
		for (int i = 0; i < SIGNS.length(); i++) {
			this.classes[SIGNS.charAt(i)] = (byte) (28 + i);
		}
		List<int[]> states = new ArrayList<>();
		List<int[]> hits = new ArrayList<>();
		add(states, hits);
		for (int trigger = 0; trigger < triggers.size(); trigger++) {
			int state = 0;
			for (char c : triggers.get(trigger).toCharArray()) {
				int type = type(c);
				if (states.get(state)[type] == 0) {
					states.get(state)[type] = add(states, hits);
				}
				state = states.get(state)[type];
			}
			hits.set(state, append(hits.get(state), trigger));
		}
		link(states, hits);
		this.next = new int[states.size() * WIDTH];
		for (int state = 0; state < states.size(); state++) {
			for (int type = 0; type < WIDTH; type++) {
				int next = states.get(state)[type];
				this.next[state * WIDTH + type] = (hits.get(next).length > 0) ? ~(next * WIDTH) : next * WIDTH;
			}
		}
		this.hits = hits.toArray(int[][]::new);
		this.lengths = triggers.stream().mapToInt(String::length).toArray();
	}

	/**
	 * Whether a trigger has only characters that are told apart.
	 */
	static boolean supports(String trigger) {
		return !trigger.isEmpty()
				&& trigger.chars().allMatch((c) -> c < 128 && (Character.isLetterOrDigit(c) || SIGNS.indexOf(c) >= 0));
	}

	private static int add(List<int[]> states, List<int[]> hits) {
		if (states.size() > Short.MAX_VALUE - 1) {
			throw new IllegalStateException("Too many triggers");
		}
		states.add(new int[WIDTH]);
		hits.add(NOTHING);
		return states.size() - 1;
	}

	/**
	 * Where a text can not go on, the longest of its ends that is the beginning of
	 * another does.
	 */
	private static void link(List<int[]> states, List<int[]> hits) {
		int[] failures = new int[states.size()];
		Deque<Integer> queue = new ArrayDeque<>();
		for (int child : states.get(0)) {
			if (child != 0) {
				queue.add(child);
			}
		}
		while (!queue.isEmpty()) {
			int state = queue.remove();
			int[] failed = states.get(failures[state]);
			int[] children = states.get(state);
			for (int hit : hits.get(failures[state])) {
				hits.set(state, append(hits.get(state), hit));
			}
			for (int type = 0; type < WIDTH; type++) {
				if (children[type] != 0) {
					failures[children[type]] = failed[type];
					queue.add(children[type]);
				}
				else {
					children[type] = failed[type];
				}
			}
		}
	}

	private static int[] append(int[] values, int value) {
		int[] appended = Arrays.copyOf(values, values.length + 1);
		appended[values.length] = value;
		return appended;
	}

	private int type(char c) {
		return (c < 128) ? this.classes[c] : 0;
	}

	/**
	 * The state after one more character.
	 * @param state the state, 0 at the beginning
	 * @return the state, or its complement if a trigger ends here
	 */
	int next(int state, char c) {
		return this.next[state + ((c < 128) ? this.classes[c] : 0)];
	}

	/**
	 * The numbers of the triggers that end here, the longest first.
	 */
	int[] hits(int state) {
		return this.hits[state / WIDTH];
	}

	/**
	 * The length of a trigger.
	 */
	int length(int trigger) {
		return this.lengths[trigger];
	}

}
