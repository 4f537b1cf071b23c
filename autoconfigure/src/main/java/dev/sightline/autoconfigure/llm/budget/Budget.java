package dev.sightline.autoconfigure.llm.budget;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.bounded.BoundedMap;
import dev.sightline.autoconfigure.llm.CallAttributes;
import dev.sightline.autoconfigure.llm.Cost;
import dev.sightline.autoconfigure.llm.ModelCall;

/**
 * A budget, with an account for each value of its attribute.
 */
final class Budget {

	private final String name;

	private final Terms terms;

	private final BudgetMatch match;

	private final CallAttributes attributes;

	private final Clock clock;

	private final BudgetNotices notices;

	private final BudgetMeters meters;

	private final @Nullable SharedLedger ledger;

	private final BoundedMap<String, Account> accounts;

	/**
	 * Create it.
	 * @param name its name
	 * @param terms how much may be spent in which time
	 * @param match which calls it is for
	 * @param maxValues how many values have an account of their own
	 * @param attributes finds the values
	 * @param clock says what time it is
	 * @param notices tells when much is spent
	 * @param meters shows what is spent
	 * @param ledger shares it with other processes, {@code null} if they shall not
	 */
	Budget(String name, Terms terms, BudgetMatch match, int maxValues, CallAttributes attributes, Clock clock,
			BudgetNotices notices, BudgetMeters meters, @Nullable SharedLedger ledger) {
		this.name = name;
		this.terms = terms;
		this.match = match;
		this.attributes = attributes;
		this.clock = clock;
		this.notices = notices;
		this.meters = meters;
		this.ledger = ledger;
		this.accounts = new BoundedMap<>(maxValues, BoundedMap.OTHER);
	}

	/**
	 * Open the account that is known before the first call, so that it is shown.
	 */
	void open() {
		if (this.match.value() != null) {
			account(this.match.value());
		}
		else if (this.match.attribute() == null) {
			account(BudgetMatch.NONE);
		}
	}

	String name() {
		return this.name;
	}

	Terms terms() {
		return this.terms;
	}

	BudgetMatch match() {
		return this.match;
	}

	/**
	 * Note what a call cost.
	 */
	void spend(ModelCall call, Cost cost) {
		String value = this.match.valueOf(call, this.attributes);
		if (value != null && cost.currency().equals(this.terms.currency())) {
			account(value).add(start(), cost.amount());
		}
	}

	/**
	 * Refuse a call that is about to begin if the amount is spent.
	 * @throws BudgetSpentException if it is
	 */
	void check(ModelCall call) {
		String value = this.match.valueOf(call, this.attributes);
		if (value == null) {
			return;
		}
		BigDecimal spent = spent(account(value));
		if (spent.compareTo(this.terms.amount()) >= 0) {
			Instant until = this.terms.period().end(start(), this.terms.zone());
			throw new BudgetSpentException("The call of " + call.requestModel() + " of " + call.provider()
					+ " was refused: of the budget '" + this.name + "'"
					+ ((this.match.attribute() != null) ? " of " + this.match.attribute() + " " + value : "") + ", "
					+ this.terms.amount().toPlainString() + " " + this.terms.currency() + ", " + spent.toPlainString()
					+ " is spent. It begins anew at " + until + ". Raise 'sightline.llm.budgets." + this.name
					+ ".amount', or set 'sightline.llm.budgets." + this.name + ".refuse' to false.", call, this.name,
					until);
		}
	}

	/**
	 * What is spent in the current period.
	 */
	BigDecimal spent(Account account) {
		return account.spent(start());
	}

	private Account account(String value) {
		return Objects.requireNonNull(this.accounts.get(value, this::open));
	}

	private Account open(String value) {
		Thresholds thresholds = new Thresholds(this.terms.amount(), (percent, spent) -> {
			Instant start = start();
			this.notices.tell(new BudgetReachedEvent(this.name, (this.match.attribute() != null) ? value : null,
					percent, spent, this.terms.amount(), this.terms.currency(), start,
					this.terms.period().end(start, this.terms.zone())));
		});
		Account account = (this.ledger != null) ? this.ledger.open(this.name + ":" + value, thresholds)
				: new MemoryAccount(thresholds);
		this.meters.add(this, value, account);
		return account;
	}

	private Instant start() {
		return this.terms.period().start(this.clock.instant(), this.terms.zone());
	}

	/**
	 * How much may be spent in which time.
	 *
	 * @param amount the amount
	 * @param currency its currency
	 * @param period how long it lasts
	 * @param zone of which calendar
	 */
	record Terms(BigDecimal amount, String currency, BudgetPeriod period, ZoneId zone) {

	}

}
