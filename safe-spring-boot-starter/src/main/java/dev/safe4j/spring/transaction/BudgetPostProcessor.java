package dev.safe4j.spring.transaction;

import dev.safe4j.jdbc.transaction.TimeBudget;
import java.util.function.Consumer;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.transaction.ConfigurableTransactionManager;

/** Has every transaction manager of the application watch its transactions, if there is a budget. */
public final class BudgetPostProcessor implements BeanPostProcessor {

    private final Consumer<Consumer<TimeBudget>> budget;

    /**
     * Makes the post-processor.
     *
     * @param budget gives the budget to its argument if there is one; asked once a transaction manager
     */
    public BudgetPostProcessor(Consumer<Consumer<TimeBudget>> budget) {
        this.budget = budget;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof ConfigurableTransactionManager manager) {
            budget.accept(found -> manager.addListener(new BudgetListener(found)));
        }
        return bean;
    }
}
