package dev.safe4j.spring.transaction;

import dev.safe4j.jdbc.Database;
import dev.safe4j.spring.boundary.Finding;
import dev.safe4j.spring.boundary.WrongBoundaryException;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.PlatformTransactionManager;

/** The check that a transaction manager begins its transactions where the database is. */
public final class SameDataSource {

    private SameDataSource() {}

    /**
     * Throws if the manager is known to begin transactions on another data source.
     *
     * @param manager the manager; believed if it does not say which data source it has
     * @param database the database
     * @throws WrongBoundaryException if it does
     */
    public static void require(PlatformTransactionManager manager, Database database) {
        if (manager instanceof DataSourceTransactionManager known
                && !Objects.equals(target(known.getDataSource()), target(database.dataSource()))) {
            throw new WrongBoundaryException(List.of(new Finding(
                    "Transactions of the application's transaction manager would begin on another data source than the one"
                            + " of the bean Database: writes would not be part of them.",
                    "Define a bean of Transactions with the transaction manager of that data source, or a bean of"
                            + " Database on the data source of the transaction manager.")));
        }
    }

    private static @Nullable DataSource target(@Nullable DataSource source) {
        DataSource each = source;
        while (each instanceof DelegatingDataSource wrapper) {
            each = wrapper.getTargetDataSource();
        }
        return each;
    }
}
